package dev.headrace.engine.run;

import dev.headrace.spec.flow.Expr;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.Outcome.Skipped.Reason;
import dev.headrace.spec.run.Value;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** The condition of a node that its join lets start: asked once, its answer is an event. */
final class Conditions {
    private Conditions() {}

    static void ask(Story story, NodeState node) {
        Expr when = node.rules().when().orElseThrow();
        SequencedMap<String, Value> names = new LinkedHashMap<>();
        when.names()
                .forEach((name, input) ->
                        names.put(name, Sources.value(story, node, input).orElse(Value.NULL)));
        switch (Truth.of(story, when, names)) {
            case Truth.Told(boolean holds) ->
                    story.tell(new RunEvent.ConditionAnswered(node.path(), holds));
            case Truth.Unclear(String why) -> wrong(story, node, when, why);
        }
    }

    private static void wrong(Story story, NodeState node, Expr when, String why) {
        Failure failure =
                Failure.of(
                        Failure.Kind.VALUE,
                        "BadCondition",
                        "its condition \"" + when.text() + "\" cannot be answered: " + why);
        story.tell(
                new RunEvent.NodeFailed(
                        node.path(), when.place().isEmpty() ? failure : failure.at(when.place())));
    }

    /** What becomes of a node whose condition holds, or does not. */
    static Phase answered(NodeState node, boolean holds) {
        return holds ? Joining.begins(node) : new Phase.Doomed(node.path(), Reason.CONDITION);
    }
}
