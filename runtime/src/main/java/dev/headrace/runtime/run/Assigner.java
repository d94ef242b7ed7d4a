package dev.headrace.runtime.run;

import dev.headrace.engine.run.Evaluator;
import dev.headrace.engine.run.NodeState;
import dev.headrace.engine.run.Phase;
import dev.headrace.engine.run.RunState.Begun;
import dev.headrace.engine.run.Tree;
import dev.headrace.spec.run.Argument;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Value;
import dev.headrace.spi.worker.Answer;
import dev.headrace.spi.worker.Assignment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/** Writes what a worker has to know of an attempt, from the state of its run. */
final class Assigner {
    private final Evaluator evaluator;

    Assigner(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    /** What keeps this node from ever being handed over: an input that is not there. */
    Optional<Failure> unfit(Tree tree, NodeState node) {
        for (Argument input : node.inputs()) {
            if (!input.fields().isEmpty() && part(tree, input).isEmpty()) {
                return Optional.of(
                        Failure.of(
                                Failure.Kind.VALUE,
                                "NoSuchField",
                                "the input "
                                        + input.name()
                                        + " wants '"
                                        + String.join(".", input.fields())
                                        + "' of "
                                        + (input.holes().isEmpty()
                                                ? "its item"
                                                : "the result of " + input.holes().getFirst())
                                        + ", which has no such part, or is no plain data to be"
                                        + " looked into"));
            }
        }
        return Optional.empty();
    }

    /** Absent when the attempt is no longer what the run says. */
    Optional<Assignment> assignment(Begun run, AttemptId attempt) {
        NodeState node = run.tree().node(attempt.node());
        if (!(node.phase() instanceof Phase.Live live) || live.attempt() != attempt.number()) {
            return Optional.empty();
        }
        SequencedMap<NodePath, Value> results = new TreeMap<>();
        List<Argument> inputs = new ArrayList<>(node.inputs().size());
        for (Argument input : node.inputs()) {
            if (input.fields().isEmpty()) {
                inputs.add(input);
                input.holes().forEach(hole -> results.put(hole, result(run.tree(), hole)));
            } else {
                inputs.add(Argument.of(input.name(), part(run.tree(), input).orElse(Value.NULL)));
            }
        }
        return Optional.of(
                new Assignment(
                        run.head().run(),
                        attempt,
                        run.head().epoch(),
                        node.task().action(),
                        node.task().resources(),
                        inputs,
                        results,
                        live.grant().brief(),
                        recorded(node)));
    }

    private static SequencedMap<String, Value> recorded(NodeState node) {
        SequencedMap<String, Value> recorded = new TreeMap<>();
        node.family().recorded().forEach(entry -> recorded.put(entry.key(), entry.value()));
        return recorded;
    }

    /** What became of these children, in that order, for the body that called them. */
    Optional<Answer> answer(Begun run, AttemptId body, List<NodePath> children) {
        NodeState node = run.tree().node(body.node());
        if (!(node.phase() instanceof Phase.Live live) || live.attempt() != body.number()) {
            return Optional.empty();
        }
        List<Answer.Result> results = new ArrayList<>(children.size());
        for (NodePath path : run.tree().bySettling(children)) {
            Optional<Failure> refused = node.family().refused().get(path.key());
            Optional<NodeState> child = run.tree().find(path);
            if (refused.isPresent()) {
                results.add(new Answer.Result(path.key(), new Outcome.Failed(refused.get())));
            } else if (child.isPresent() && child.get().settled()) {
                results.add(
                        new Answer.Result(
                                path.key(),
                                child.get().outcome().orElseThrow(),
                                child.get().settledAs()));
            }
        }
        return Optional.of(new Answer(run.head().run(), body, results));
    }

    /** What is meant by an input, with holes where results are to be. */
    Value value(Tree tree, Argument input) {
        return input.fields().isEmpty() ? input.value() : part(tree, input).orElse(Value.NULL);
    }

    /** A part of a result; of one that is not there, by a join that does not ask for it, null. */
    private Optional<Value> part(Tree tree, Argument input) {
        if (input.holes().isEmpty()) {
            return evaluator.part(input.value(), input.fields());
        }
        return succeeded(tree, input.holes().getFirst())
                .map(whole -> evaluator.part(whole, input.fields()))
                .orElse(Optional.of(Value.NULL));
    }

    private static Value result(Tree tree, NodePath path) {
        return succeeded(tree, path).orElse(Value.NULL);
    }

    private static Optional<Value> succeeded(Tree tree, NodePath path) {
        return tree.node(path).outcome().orElse(null) instanceof Outcome.Succeeded(Value value)
                ? Optional.of(value)
                : Optional.empty();
    }
}
