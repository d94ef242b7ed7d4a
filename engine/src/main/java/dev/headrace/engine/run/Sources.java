package dev.headrace.engine.run;

import dev.headrace.spec.flow.Input;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Value;
import java.util.List;
import java.util.Optional;

/** What a node's inputs stand for when the engine itself has to know. */
final class Sources {
    private Sources() {}

    /** The value, if it is there: what did not succeed has none. */
    static Optional<Value> value(Story story, NodeState node, Input input) {
        Evaluator evaluator = story.evaluator();
        return switch (input) {
            case Input.Literal(Value value) -> Optional.of(value);
            case Input.FromArgument(String name) ->
                    Optional.ofNullable(story.run().head().arguments().get(name));
            case Input.FromItem(var fields) ->
                    node.item().flatMap(item -> part(evaluator, item, fields));
            case Input.FromNode(String sibling, var fields) ->
                    Inputs.graphAround(node, story::node)
                            .map(graph -> graph.child(sibling))
                            .flatMap(path -> story.tree().find(path))
                            .flatMap(NodeState::outcome)
                            .filter(Outcome.Succeeded.class::isInstance)
                            .map(outcome -> ((Outcome.Succeeded) outcome).value())
                            .flatMap(value -> part(evaluator, value, fields));
        };
    }

    private static Optional<Value> part(Evaluator evaluator, Value whole, List<String> fields) {
        return fields.isEmpty() ? Optional.of(whole) : evaluator.part(whole, fields);
    }
}
