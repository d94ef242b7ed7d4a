package dev.headrace.engine.run;

import dev.headrace.engine.run.RunState.Head;
import dev.headrace.spec.flow.ForEach;
import dev.headrace.spec.flow.Input;
import dev.headrace.spec.run.Argument;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Value;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;

/** Turns what a spec says of a node's inputs into arguments, where the node stands. */
final class Inputs {
    private Inputs() {}

    /**
     * Where a node stands.
     *
     * @param arguments of the template around, else of the run
     * @param run the arguments of the run
     * @param graph around it
     * @param item of the ForEach around it
     * @param outcome what the node came to that the hook around follows
     */
    record Scope(
            SequencedMap<String, Value> arguments,
            SequencedMap<String, Value> run,
            Optional<NodePath> graph,
            Optional<Value> item,
            Optional<Value> outcome) {
        /** That of a child of this node. */
        static Scope within(
                Head head, NodeState parent, Optional<NodePath> graph, Optional<Value> item) {
            return new Scope(
                    Inputs.arguments(head, parent),
                    head.arguments(),
                    graph,
                    item,
                    parent.fixed().outcome());
        }
    }

    /** What the parameters mean that a node sees: those of the template around, else the run's. */
    static SequencedMap<String, Value> arguments(Head head, NodeState node) {
        return node.frame().map(NodeState.Frame::arguments).orElse(head.arguments());
    }

    /** The graph that a node stands in, through any ForEach between them. */
    static Optional<NodePath> graphAround(NodeState node, Function<NodePath, NodeState> nodes) {
        Optional<NodePath> path = node.parent();
        while (path.isPresent() && nodes.apply(path.get()).spec() instanceof ForEach) {
            path = nodes.apply(path.get()).parent();
        }
        return path;
    }

    static List<Argument> bind(SequencedMap<String, Input> inputs, Scope scope) {
        return inputs.entrySet().stream()
                .map(input -> bind(input.getKey(), input.getValue(), scope))
                .toList();
    }

    private static Argument bind(String name, Input input, Scope scope) {
        return switch (input) {
            case Input.Literal(Value value) -> Argument.of(name, value);
            case Input.FromArgument(String argument) ->
                    Argument.of(name, scope.arguments().getOrDefault(argument, Value.NULL));
            case Input.FromRun(String argument) ->
                    Argument.of(name, scope.run().getOrDefault(argument, Value.NULL));
            case Input.FromRound _, Input.RoundNumber _ -> Argument.of(name, Value.NULL);
            case Input.FromItem(List<String> fields) ->
                    new Argument(
                            name,
                            scope.item().orElse(Value.NULL),
                            List.of(),
                            Argument.Spread.NAMED,
                            fields);
            case Input.FromOutcome(List<String> fields) ->
                    new Argument(
                            name,
                            scope.outcome().orElse(Value.NULL),
                            List.of(),
                            Argument.Spread.NAMED,
                            fields);
            case Input.FromNode(String node, List<String> fields) -> {
                NodePath path = scope.graph().orElseThrow().child(node);
                yield new Argument(
                        name, Json.hole(path), List.of(path), Argument.Spread.NAMED, fields);
            }
        };
    }
}
