package dev.headrace.engine.run;

import dev.headrace.spec.flow.Input;
import dev.headrace.spec.run.NodePath;
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
                    Optional.ofNullable(Inputs.arguments(story.run().head(), node).get(name));
            case Input.FromRun(String name) ->
                    Optional.ofNullable(story.run().head().arguments().get(name));
            case Input.FromRound _, Input.RoundNumber _ -> Optional.empty();
            case Input.FromItem(var fields) ->
                    node.item().flatMap(item -> part(evaluator, item, fields));
            case Input.FromOutcome(var fields) ->
                    node.fixed().outcome().flatMap(whole -> part(evaluator, whole, fields));
            case Input.FromNode(String sibling, var fields) ->
                    Inputs.graphAround(node, story::node)
                            .flatMap(graph -> result(story, graph.child(sibling)))
                            .flatMap(value -> part(evaluator, value, fields));
        };
    }

    /** What this node has given, if it has succeeded. */
    static Optional<Value> result(Story story, NodePath path) {
        return story.tree()
                .find(path)
                .flatMap(NodeState::outcome)
                .filter(Outcome.Succeeded.class::isInstance)
                .map(outcome -> ((Outcome.Succeeded) outcome).value());
    }

    static Optional<Value> part(Evaluator evaluator, Value whole, List<String> fields) {
        return fields.isEmpty() ? Optional.of(whole) : evaluator.part(whole, fields);
    }
}
