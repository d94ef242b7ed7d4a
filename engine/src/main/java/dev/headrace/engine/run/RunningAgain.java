package dev.headrace.engine.run;

import dev.headrace.engine.persistent.Sorted;
import dev.headrace.engine.run.NodeState.Family;
import dev.headrace.spec.flow.Counts;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.flow.Wait;
import dev.headrace.spec.run.Argument;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes the nodes of a {@link Plan} start afresh. */
final class RunningAgain {
    private RunningAgain() {}

    static void reset(TreeEdit tree, RunEvent.Reset reset) {
        reset.scratch().forEach(path -> empty(tree, path));
        reset.edits().forEach(edit -> edit(tree, edit));
        Set<NodePath> all = new LinkedHashSet<>(reset.kept());
        all.addAll(reset.scratch());
        all.removeIf(path -> detached(tree, path));
        all.forEach(path -> forget(tree, path, all));
        for (NodePath path : all) {
            // joins on items look at these before the list itself is revived
            tree.put(tree.node(path).with(Reopening.counted(tree, tree.node(path))));
        }
        Reopening.revive(tree, NodePath.ROOT);
    }

    /** Nothing of what it had done counts: what is in it will be asked for anew. */
    private static void empty(TreeEdit tree, NodePath path) {
        NodeState node = tree.node(path);
        Family family = node.family();
        tree.put(
                node.with(
                                family.withChildren(Sorted.empty())
                                        .withHandlers(Sorted.empty())
                                        .withHeld(Sorted.empty())
                                        .withOpen(0)
                                        .withRecorded(Sorted.empty())
                                        .withRefused(Sorted.empty()))
                        .with(Counts.NONE));
        NodeState above = node.parent().map(tree::node).orElse(node);
        if (above.spec() instanceof Task && !above.path().equals(path)) {
            Sorted<Integer, NodePath> children = above.family().children();
            tree.put(above.with(above.family().withChildren(children.without(node.ordinal()))));
        }
    }

    /** What a body called and will have to call anew. */
    private static boolean detached(TreeEdit tree, NodePath path) {
        NodeState node = tree.node(path);
        return node.parent()
                .map(tree::node)
                .filter(above -> !above.family().children().has(node.ordinal()))
                .isPresent();
    }

    private static void edit(TreeEdit tree, RunEvent.Edit edit) {
        NodeState node = tree.node(edit.node());
        List<Argument> inputs = new ArrayList<>();
        for (Argument input : node.inputs()) {
            inputs.add(
                    input.name().equals(edit.name())
                            ? new Argument(input.name(), edit.value(), List.of(), input.spread())
                            : input);
        }
        tree.put(node.withInputs(inputs));
    }

    private static void forget(TreeEdit tree, NodePath path, Set<NodePath> all) {
        tree.mark(path, Optional.empty());
        NodeState node = tree.node(path);
        if (node.parent()
                .map(tree::node)
                .filter(above -> above.spec() instanceof Task)
                .isPresent()) {
            // its body runs again, and finds that it has not succeeded when it calls it again
            tree.put(node.with(new Phase.Settled(new Outcome.Cancelled("it is to run again"))));
            return;
        }
        Family family = node.family();
        int open = family.open();
        Optional<NodePath> failed = Optional.empty();
        if (!(node.spec() instanceof Task)) {
            open = 0;
            for (var entry : family.children()) {
                NodeState child = tree.node(entry.value());
                if (all.contains(child.path())) {
                    open++;
                } else if (failed.isEmpty()
                        && child.result()
                                .filter(came -> Verdicts.countsAsFailed(child.rules(), came))
                                .isPresent()) {
                    failed = Optional.of(child.path());
                }
            }
        }
        tree.put(
                node.with(node.tally().reborn())
                        .with(
                                family.withHandlers(Sorted.empty())
                                        .withFailed(failed)
                                        .withUnseen(Sorted.empty())
                                        .withHalted(false)
                                        .withOpen(open))
                        .with(new Phase.Waiting(Integer.MAX_VALUE)));
        if (node.spec() instanceof Task || node.spec() instanceof Wait) {
            tree.beginsAfresh(path);
        }
    }

    /** A node that was there in an earlier generation, and is asked for anew. */
    static NodeState grown(NodeState before, NodeState anew) {
        NodeState.Fixed fixed = anew.fixed();
        return new NodeState(
                new NodeState.Fixed(
                        fixed.path(),
                        fixed.parent(),
                        before.ordinal(),
                        fixed.depth(),
                        fixed.name(),
                        fixed.spec(),
                        fixed.rules(),
                        fixed.inputs(),
                        fixed.needs(),
                        fixed.item(),
                        fixed.call(),
                        fixed.frame(),
                        fixed.outcome(),
                        fixed.cleanup()),
                anew.phase(),
                before.tally().reborn(),
                anew.counts(),
                anew.dependents(),
                anew.family(),
                anew.awaited(),
                anew.settledIn(),
                anew.settledAs());
    }
}
