package dev.headrace.engine.run;

import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Value;

/** What somebody says that a node came to. Like Airflow's "mark success" and "mark failed". */
public sealed interface Mark {
    /** It succeeded, and gave this. */
    record Output(Value value) implements Mark {}

    /** It succeeded, and gave what it gave before, or nothing. */
    record Succeeded() implements Mark {}

    /** It failed; it is not tried again. */
    record Failed() implements Mark {}

    /** It is passed by, and so is what needs it where nothing else is said. */
    record Skipped() implements Mark {}

    /** What this means for a node as it is. */
    default Outcome outcome(NodeState node, String who, String why) {
        String by = who + (why.isEmpty() ? "" : " (" + why + ")");
        NodePath path = node.path();
        return switch (this) {
            case Output(Value value) -> new Outcome.Succeeded(value);
            case Succeeded _ ->
                    node.outcome().orElse(null) instanceof Outcome.Succeeded before
                            ? before
                            : new Outcome.Succeeded(Value.NULL);
            case Failed _ ->
                    new Outcome.Failed(
                            Failure.of(Failure.Kind.USER, "Marked", "marked as failed by " + by));
            case Skipped _ -> new Outcome.Skipped(path, Outcome.Skipped.Reason.HAND, by);
        };
    }
}
