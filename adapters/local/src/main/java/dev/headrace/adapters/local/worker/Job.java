package dev.headrace.adapters.local.worker;

import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.RunId;
import dev.headrace.spi.worker.Assignment;
import java.time.Instant;
import java.util.Optional;

/** An attempt that this worker has, from its assignment until its end is acknowledged. */
final class Job {
    /** Names an attempt. */
    record Key(RunId run, AttemptId attempt) {}

    final Key key;
    final Assignment assignment;

    /** Its name on the link. */
    final String name;

    Optional<Instant> began = Optional.empty();
    long beganNanos;
    long logFrom;
    boolean reported;
    boolean stopping;
    boolean killed;

    Job(Assignment assignment, String name) {
        this.key = new Key(assignment.run(), assignment.attempt());
        this.assignment = assignment;
        this.name = name;
    }

    void begin(Instant now, long nanos, long logAt) {
        began = Optional.of(now);
        beganNanos = nanos;
        logFrom = logAt;
    }
}
