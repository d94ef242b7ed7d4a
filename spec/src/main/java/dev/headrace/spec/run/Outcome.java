package dev.headrace.spec.run;

/** How an attempt, or a node, came out. Failure is a value, and there is more than one kind. */
public sealed interface Outcome {
    record Succeeded(Value value) implements Outcome {}

    /** It did wrong, or was wrong: counts against the user's retries. */
    record Failed(Failure failure) implements Outcome {}

    /** It was stopped because somebody wished so. */
    record Cancelled(String why) implements Outcome {}

    /** Nobody knows: its worker or controller is gone. Never counts against the user's retries. */
    record Lost(String why) implements Outcome {}

    /** It never began: something it needs did not succeed. */
    record Skipped(NodePath because) implements Outcome {}
}
