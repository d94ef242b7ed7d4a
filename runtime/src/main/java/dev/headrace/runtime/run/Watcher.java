package dev.headrace.runtime.run;

import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunState;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.RunId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who looks on. Called on the loop's thread, after the commit; must return at once and must not
 * call the loop.
 */
public interface Watcher {
    /** These events are kept, and led to this state. */
    void happened(
            RunId run, long sequence, Instant at, List<RunEvent> events, RunState.Begun state);

    /** A task says how far it is. Not kept. */
    void progressed(RunId run, AttemptId attempt, Optional<Double> fraction, String text);

    /** Another controller owns the run now; here it is forgotten. */
    void fenced(RunId run);

    /** A decision about this run met a defect of ours; the run is left alone. */
    void quarantined(RunId run, RuntimeException defect);

    /** The store takes nothing just now; nothing is lost, and the loop asks again. */
    void refused(String why, boolean full);
}
