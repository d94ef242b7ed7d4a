package dev.headrace.engine.run;

import dev.headrace.engine.persistent.Sorted;
import dev.headrace.engine.run.NodeState.Family;
import dev.headrace.spec.flow.ForEach;
import dev.headrace.spec.flow.Task;
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
        afresh.forEach(path -> wait(tree, path));
        afresh.forEach(path -> holdBack(tree, path));
    }

    /** A body calls once more for a child that had not succeeded. */
    static void again(TreeEdit tree, NodePath path) {
        forget(tree, path);
        wait(tree, path);
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
                                family.withFailed(Optional.empty())
                                        .withUnseen(Sorted.empty())
                                        .withOpen(unsettled))
                        .with(new Phase.Waiting(Integer.MAX_VALUE)));
    }

    private static void wait(TreeEdit tree, NodePath path) {
        NodeState node = tree.node(path);
        boolean opened = !(node.spec() instanceof Task) && !node.family().children().isEmpty();
        tree.put(node.with(opened ? new Phase.Open() : tree.waitingFor(node.needs())));
    }

    private static void holdBack(TreeEdit tree, NodePath path) {
        NodeState node = tree.node(path);
        if (node.spec() instanceof ForEach each && each.parallel() > 0) {
            tree.put(node.with(node.family().withHeld(Sorted.empty())));
            List<NodeState> waiting =
                    children(node).stream()
                            .map(tree::node)
                            .filter(child -> !child.settled())
                            .toList();
            waiting.stream()
                    .skip(each.parallel())
                    .forEach(child -> Growing.hold(tree, path, child));
        }
    }

    private static List<NodePath> children(NodeState node) {
        List<NodePath> paths = new ArrayList<>(node.family().children().size());
        node.family().children().forEach(child -> paths.add(child.value()));
        return paths;
    }
}
