package dev.headrace.engine.run;

import dev.headrace.spec.flow.ForEach;
import dev.headrace.spec.flow.Graph;
import dev.headrace.spec.flow.Policy.Decides;
import dev.headrace.spec.flow.Result;
import dev.headrace.spec.flow.Rules;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Which failure a graph or a ForEach comes to, if any. */
final class Verdicts {
    private Verdicts() {}

    /** Whether a child that came to this makes what is around it fail. */
    static boolean countsAsFailed(Rules rules, Result result) {
        return switch (result) {
            case FAILED, ERRORED, CANCELLED -> !rules.tolerates().contains(result);
            case SUCCEEDED, SKIPPED, OMITTED -> false;
        };
    }

    /** The child whose failure is that of the node, all of whose children are over. */
    static Optional<NodePath> failing(Tree tree, NodeState node) {
        if (node.spec() instanceof ForEach each && !each.tolerance().exceeded(node.counts())) {
            return Optional.empty();
        }
        if (!(node.spec() instanceof Graph graph)) {
            return node.family().failed();
        }
        return switch (graph.policy().decides()) {
            case Decides.All _ -> node.family().failed();
            case Decides.Leaves _ -> amongDeciding(tree, node, Set.of());
            case Decides.Named(var names) -> amongDeciding(tree, node, names);
        };
    }

    /** Whether it wants more successes than there are, though nothing has failed. */
    static boolean tooFew(NodeState node) {
        return node.spec() instanceof ForEach each && each.tolerance().exceeded(node.counts());
    }

    /** A child that was cancelled, be that tolerated or not. */
    static Optional<NodePath> cancelled(Tree tree, NodeState node) {
        for (var entry : node.family().children()) {
            if (tree.node(entry.value()).outcome().orElse(null) instanceof Outcome.Cancelled) {
                return Optional.of(entry.value());
            }
        }
        return Optional.empty();
    }

    private static Optional<NodePath> amongDeciding(Tree tree, NodeState graph, Set<String> names) {
        for (var entry : graph.family().children()) {
            NodeState child = tree.node(entry.value());
            boolean decides =
                    names.isEmpty()
                            ? child.dependents().isEmpty()
                            : names.contains(child.path().key());
            if (decides) {
                Optional<NodePath> failing = failed(tree, child);
                if (failing.isPresent()) {
                    return failing;
                }
                if (graph.family().halted() && !child.succeeded()) {
                    return graph.family().failed(); // it may have been held for that
                }
            }
        }
        return Optional.empty();
    }

    /** Itself when it failed; what it was omitted for, when that did. */
    private static Optional<NodePath> failed(Tree tree, NodeState child) {
        Deque<NodePath> open = new ArrayDeque<>();
        Set<NodePath> seen = new HashSet<>();
        open.add(child.path());
        while (!open.isEmpty()) {
            NodeState node = tree.node(open.pop());
            Optional<Result> result = node.result();
            if (result.filter(came -> countsAsFailed(node.rules(), came)).isPresent()) {
                return Optional.of(node.path());
            }
            if (result.filter(came -> came == Result.OMITTED).isPresent()
                    || !node.path().equals(child.path())) {
                node.needs().stream().filter(seen::add).forEach(open::add);
            }
        }
        return Optional.empty();
    }
}
