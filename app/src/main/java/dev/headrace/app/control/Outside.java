package dev.headrace.app.control;

import dev.headrace.app.text.Display;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunState;
import dev.headrace.runtime.run.Watcher;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.RunId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Passes on what happens, and notes when the run can no longer be followed here. */
final class Outside implements Watcher {
    private final Watcher next;
    private final RunId run;
    private Optional<Display.End> end = Optional.empty();
    private Optional<RunState.Begun> state = Optional.empty();

    Outside(Watcher next, RunId run) {
        this.next = next;
        this.run = run;
    }

    /** The run's state as last committed here. */
    Optional<RunState.Begun> state() {
        return state;
    }

    Optional<Display.End> end() {
        return end;
    }

    @Override
    public void happened(
            RunId id, long sequence, Instant at, List<RunEvent> events, RunState.Begun led) {
        if (id.equals(run)) {
            state = Optional.of(led);
        }
        next.happened(id, sequence, at, events, led);
    }

    @Override
    public void progressed(RunId id, AttemptId attempt, Optional<Double> fraction, String text) {
        next.progressed(id, attempt, fraction, text);
    }

    @Override
    public void fenced(RunId id) {
        end(id, Display.End.FENCED);
        next.fenced(id);
    }

    @Override
    public void quarantined(RunId id, RuntimeException defect) {
        end(id, Display.End.QUARANTINED);
        next.quarantined(id, defect);
    }

    @Override
    public void refused(String why, boolean full) {
        if (full) {
            end = Optional.of(Display.End.STORE_FULL);
        }
        next.refused(why, full);
    }

    private void end(RunId id, Display.End how) {
        if (id.equals(run)) {
            end = Optional.of(how);
        }
    }
}
