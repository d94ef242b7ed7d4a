package dev.headrace.engine.run;

import dev.headrace.engine.persistent.Sorted;
import dev.headrace.engine.run.NodeState.Family;
import dev.headrace.spec.flow.Counts;
import dev.headrace.spec.flow.ForEach;
import dev.headrace.spec.flow.Result;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.flow.Wait;
import dev.headrace.spec.run.NodePath;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Makes what had not succeeded start afresh. */
final class Reopening {
    private Reopening() {}

    /** A new generation: all that the spec placed and that did not succeed. */
    static void reset(TreeEdit tree) {
        List<NodePath> afresh = new ArrayList<>();
        Deque<NodePath> open = new ArrayDeque<>(List.of(NodePath.ROOT));
        while (!open.isEmpty()) {
            NodeState node = tree.node(open.pop());
            if (!node.succeeded()) {
                afresh.add(node.path());
                if (!(node.spec() instanceof Task)) {
                    node.family().children().forEach(child -> open.push(child.value()));
                }
            }
        }
        afresh.forEach(path -> forget(tree, path));
        afresh.forEach(path -> tree.put(tree.node(path).with(counted(tree, tree.node(path)))));
        revive(tree, NodePath.ROOT);
    }

    /** A body calls once more for a child that had not succeeded. */
    static void again(TreeEdit tree, NodePath path) {
        forget(tree, path);
        revive(tree, path);
        NodeState child = tree.node(path);
        child.parent()
                .ifPresent(above -> {
                    NodeState parent = tree.node(above);
                    Family family = parent.family();
                    tree.put(
                            parent.with(
                                    family.withOpen(family.open() + 1)
                                            .withUnseen(family.unseen().without(path))));
                });
    }

    private static void forget(TreeEdit tree, NodePath path) {
        tree.mark(path, Optional.empty());
        NodeState node = tree.node(path);
        Family family = node.family();
        int unsettled =
                node.spec() instanceof Task
                        ? family.open()
                        : (int)
                                children(node).stream()
                                        .filter(child -> !tree.node(child).succeeded())
                                        .count();
        tree.put(
                node.with(node.tally().reborn())
                        .with(
                                family.withHandlers(Sorted.empty())
                                        .withFailed(Optional.empty())
                                        .withUnseen(Sorted.empty())
                                        .withHalted(false)
                                        .withOpen(unsettled))
                        .with(new Phase.Waiting(Integer.MAX_VALUE)));
        if (node.spec() instanceof Task || node.spec() instanceof Wait) {
            tree.beginsAfresh(path);
        }
    }

    /**
     * Lets a node that was forgotten, or has never begun, do what it can do now. What was open goes
     * on where it was; of the items of a ForEach only so many as may be under way at once.
     */
    static void revive(TreeEdit tree, NodePath path) {
        Deque<NodePath> open = new ArrayDeque<>(List.of(path));
        while (!open.isEmpty()) {
            NodeState node = tree.node(open.pop());
            if (node.spec() instanceof Task || node.family().children().isEmpty()) {
                tree.put(Joining.judged(tree, node));
                continue;
            }
            tree.put(node.with(node.family().withHeld(Sorted.empty())).with(new Phase.Open()));
            List<NodeState> afresh =
                    children(node).stream()
                            .map(tree::node)
                            .filter(child -> !child.settled())
                            .toList();
            int atOnce = atOnce(node);
            afresh.stream().limit(atOnce).forEach(child -> open.push(child.path()));
            afresh.stream().skip(atOnce).forEach(child -> Growing.hold(tree, node.path(), child));
        }
    }

    /** What the items of a ForEach have come to so far. */
    static Counts counted(TreeEdit tree, NodeState node) {
        Counts counts = Counts.NONE;
        if (node.spec() instanceof ForEach) {
            for (NodePath child : children(node)) {
                counts = counts.opened(1);
                Optional<Result> result = tree.node(child).result();
                counts = result.isPresent() ? counts.settled(result.get()) : counts;
            }
        }
        return counts;
    }

    private static int atOnce(NodeState node) {
        return node.spec() instanceof ForEach each && each.parallel() > 0
                ? each.parallel()
                : Integer.MAX_VALUE;
    }

    private static List<NodePath> children(NodeState node) {
        List<NodePath> paths = new ArrayList<>(node.family().children().size());
        node.family().children().forEach(child -> paths.add(child.value()));
        return paths;
    }
}
