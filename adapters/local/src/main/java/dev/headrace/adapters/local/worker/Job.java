package dev.headrace.adapters.local.worker;

import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.RunId;
import dev.headrace.spi.worker.Assignment;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An attempt that this worker has, from its assignment until its end. */
final class Job {
    /** Names an attempt. */
    record Key(RunId run, AttemptId attempt) {}

    final Key key;
    final Assignment assignment;

    /** Its name on the link. */
    final String name;

    /** The process that has it; none while it is queued here. */
    @Nullable Host host;

    /** When it began, as far as is known here; null before. */
    @Nullable Instant began;

    long beganNanos;

    /** Bytes that were in the log of its process before. */
    long logFrom;

    boolean reported;
    boolean stopping;

    Job(Assignment assignment, String name) {
        this.key = new Key(assignment.run(), assignment.attempt());
        this.assignment = assignment;
        this.name = name;
    }

    void begin(Instant now, long nanos, long logAt) {
        began = now;
        beganNanos = nanos;
        logFrom = logAt;
    }

    Optional<Instant> began() {
        return Optional.ofNullable(began);
    }
}
