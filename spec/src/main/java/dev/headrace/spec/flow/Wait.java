package dev.headrace.spec.flow;

import dev.headrace.spec.run.Awaited;
import java.util.Objects;

/**
 * A node that does nothing until something is so: a time has come, a signal, somebody's approval.
 * The engine waits itself: no worker has it, and it takes no slot.
 */
public record Wait(Awaited what) implements Node {
    public Wait {
        Objects.requireNonNull(what);
    }

    /** Whether it may come to be skipped, for it waits only so long. */
    boolean maySkip() {
        return switch (what) {
            case Awaited.After _, Awaited.Until _ -> false;
            case Awaited.Signal signal -> signal.limit().then() == Awaited.Limit.Then.SKIP;
            case Awaited.Approval approval -> approval.limit().then() == Awaited.Limit.Then.SKIP;
        };
    }
}
