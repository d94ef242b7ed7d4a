package dev.headrace.spec.flow;

import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.Outcome;
import java.util.Locale;

/** What a node came to, as those see it who need it. */
public enum Result {
    SUCCEEDED,
    FAILED,
    /** Not the user's doing: its worker was lost too often, the store refused it, it never fits. */
    ERRORED,
    /** It was passed by: a condition said so, or what it needs was skipped. */
    SKIPPED,
    /** It never began, because its join cannot hold any more. */
    OMITTED,
    CANCELLED;

    /** What an outcome is to others. */
    public static Result of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Succeeded _ -> SUCCEEDED;
            case Outcome.Failed(Failure failure) -> of(failure.kind());
            case Outcome.Lost _ -> ERRORED;
            case Outcome.Cancelled _ -> CANCELLED;
            case Outcome.Skipped(_, var reason, _) ->
                    reason == Outcome.Skipped.Reason.NEED ? OMITTED : SKIPPED;
        };
    }

    private static Result of(Failure.Kind kind) {
        return switch (kind) {
            case USER, CRASH, TIMEOUT, MEMORY, VALUE, INPUT, UPSTREAM, UNSEEN, DIVERGED, LIMIT ->
                    FAILED;
            case STORE, CAPACITY, LOST, ENGINE -> ERRORED;
            case CANCELLED -> CANCELLED;
        };
    }

    /** As it is written in flows and documents. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
