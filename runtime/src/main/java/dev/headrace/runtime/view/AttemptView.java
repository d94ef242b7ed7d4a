package dev.headrace.runtime.view;

import dev.headrace.spec.run.Ending;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.WorkerId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One try of a task.
 *
 * @param placed when it was given to the worker
 * @param started when it began, if it is known to have begun
 * @param outcome how it came out, if it is over
 * @param artifacts what it gave names to
 * @param log where its output lies, once it is over
 */
public record AttemptView(
        int number,
        WorkerId worker,
        Instant placed,
        Optional<Instant> started,
        Optional<Instant> ended,
        Optional<Outcome> outcome,
        List<Ending.Named> artifacts,
        Optional<Ending.Log> log) {
    public AttemptView {
        artifacts = List.copyOf(artifacts);
    }

    static AttemptView placed(int number, WorkerId worker, Instant at) {
        return new AttemptView(
                number,
                worker,
                at,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    AttemptView startedAt(Instant at) {
        return new AttemptView(
                number, worker, placed, Optional.of(at), ended, outcome, artifacts, log);
    }

    /** What its worker said of it; {@code at} is when that was kept. */
    AttemptView ended(Ending ending, Instant at) {
        boolean ran = ending.micros() > 0 || ending.started().isAfter(placed);
        Optional<Instant> began =
                started.or(() -> ran ? Optional.of(ending.started()) : Optional.empty());
        Instant end =
                ending.micros() > 0 ? ending.started().plusNanos(ending.micros() * 1_000) : at;
        return new AttemptView(
                number,
                worker,
                placed,
                began,
                Optional.of(end),
                Optional.of(ending.outcome()),
                ending.artifacts(),
                ending.log());
    }

    /** It seemed to have succeeded, but its task failed for what lies below it. */
    AttemptView failed(Failure failure) {
        return outcome.isPresent() && outcome.get() instanceof Outcome.Succeeded
                ? new AttemptView(
                        number,
                        worker,
                        placed,
                        started,
                        ended,
                        Optional.of(new Outcome.Failed(failure)),
                        artifacts,
                        log)
                : this;
    }

    public boolean over() {
        return outcome.isPresent();
    }
}
