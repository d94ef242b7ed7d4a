package dev.headrace.engine.run;

import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.NodePath;

/** What a run may ask to be woken for. */
public sealed interface Timer {
    /** The pause before another try is over. */
    record RetryDue(NodePath task) implements Timer {}

    /** The body has waited long enough; {@code round} is which of its waits this was. */
    record AwaitDue(AttemptId body, int round) implements Timer {}

    /** The hook has had its time as a whole. */
    record HookDue(NodePath hook) implements Timer {}

    /** The attempt has had its time. */
    record Deadline(AttemptId attempt) implements Timer {}

    /** The time of a wait is over. */
    record WaitDue(NodePath node) implements Timer {}
}
