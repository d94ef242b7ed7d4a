package dev.headrace.engine.run;

import dev.headrace.spec.flow.Counts;
import dev.headrace.spec.flow.ForEach;
import dev.headrace.spec.flow.Join;
import dev.headrace.spec.flow.JoinRule.Fate;
import dev.headrace.spec.flow.Result;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome.Skipped.Reason;
import java.util.Optional;

/**
 * Whether a node may start, by what its needs came to. Where nothing is said, and nothing was
 * skipped, a number tells: how many have not succeeded.
 */
final class Joining {
    private Joining() {}

    /** The node as it stands by all of its needs. */
    static NodeState judged(TreeEdit tree, NodeState node) {
        if (node.needs().isEmpty()) {
            return ready(node);
        }
        boolean plain = node.rules().plainJoin();
        Counts counts = Counts.NONE;
        Optional<NodePath> first = Optional.empty();
        for (NodePath path : node.needs()) {
            NodeState need = tree.node(path);
            Optional<Result> result = need.result().map(came -> seen(need, came, plain));
            if (plain && result.filter(Joining::dooms).isPresent()) {
                return doomed(node, path, Reason.NEED);
            }
            counts = result.isEmpty() ? counts.opened(1) : counts.opened(1).settled(result.get());
            if (first.isEmpty() && result.filter(came -> came != Result.SUCCEEDED).isPresent()) {
                first = Optional.of(path);
            }
        }
        if (plain && counts.skipped() == 0) {
            return counts.open() == 0
                    ? ready(node)
                    : node.with(new Phase.Waiting(counts.open())).with(Counts.NONE);
        }
        return looked(tree, node.with(counts), first.orElse(node.needs().getFirst()));
    }

    /** The node once one more of its needs is over. */
    static NodeState needSettled(TreeEdit tree, NodeState node, NodeState need) {
        boolean plain = node.rules().plainJoin();
        Result result = seen(need, need.result().orElseThrow(), plain);
        if (!plain || node.counts().skipped() > 0) {
            return plain && dooms(result)
                    ? doomed(node, need.path(), Reason.NEED)
                    : looked(tree, node.with(node.counts().settled(result)), need.path());
        }
        return switch (result) {
            case SUCCEEDED ->
                    node.phase() instanceof Phase.Waiting(int unmet) && unmet > 1
                            ? node.with(new Phase.Waiting(unmet - 1))
                            : ready(node);
            case SKIPPED -> judged(tree, node);
            case FAILED, ERRORED, OMITTED, CANCELLED -> doomed(node, need.path(), Reason.NEED);
        };
    }

    /** The node by what is counted of its needs. */
    static NodeState looked(TreeEdit tree, NodeState node, NodePath because) {
        Optional<Fate> fate = node.rules().join().fate(new Needs(tree, node));
        if (fate.isEmpty()) {
            return node.with(new Phase.Waiting(node.counts().open()));
        }
        return switch (fate.get()) {
            case RUN -> ready(node);
            case SKIP -> doomed(node, blamed(tree, node, because), Reason.SPREAD);
            case OMIT -> doomed(node, because, Reason.NEED);
        };
    }

    /** Where nothing is said, it was the first that was skipped; else the one that decided it. */
    private static NodePath blamed(TreeEdit tree, NodeState node, NodePath because) {
        if (node.rules().plainJoin()) {
            for (NodePath need : node.needs()) {
                if (tree.node(need).result().filter(came -> came == Result.SKIPPED).isPresent()) {
                    return need;
                }
            }
        }
        return because;
    }

    private static NodeState ready(NodeState node) {
        return node.with(node.rules().when().isPresent() ? new Phase.Eligible() : begins(node))
                .with(Counts.NONE);
    }

    /**
     * What a node does that nothing keeps from it any more. A hook is there for what it does:
     * always.
     */
    static Phase begins(NodeState node) {
        return node.spec() instanceof Task task
                        && task.cache().isPresent()
                        && !Hooks.beside(node.path())
                ? new Phase.Looking()
                : new Phase.Ready();
    }

    private static NodeState doomed(NodeState node, NodePath because, Reason reason) {
        return node.with(new Phase.Doomed(because, reason)).with(Counts.NONE);
    }

    /** Where nothing is said, what is tolerated is as good as success. */
    private static Result seen(NodeState need, Result result, boolean plain) {
        return plain && need.rules().tolerates().contains(result) ? Result.SUCCEEDED : result;
    }

    private static boolean dooms(Result result) {
        return result != Result.SUCCEEDED && result != Result.SKIPPED;
    }

    /** What the join of this node sees. */
    private record Needs(TreeEdit tree, NodeState node) implements Join.Seen {
        @Override
        public Counts all(Join.Unit unit) {
            if (unit == Join.Unit.NODES) {
                return node.counts();
            }
            Counts all = Counts.NONE;
            for (NodePath need : node.needs()) {
                all = all.plus(items(tree.node(need)));
            }
            return all;
        }

        @Override
        public Counts of(String need, Join.Unit unit) {
            NodePath sibling = node.parent().orElse(NodePath.ROOT).child(need);
            NodeState other = tree.node(sibling);
            return unit == Join.Unit.ITEMS ? items(other) : itself(other);
        }

        private static Counts itself(NodeState need) {
            Counts open = Counts.open(1);
            return need.result().map(open::settled).orElse(open);
        }

        /** A ForEach that has items stands for them; before, nobody knows how many there are. */
        private static Counts items(NodeState need) {
            if (!(need.spec() instanceof ForEach)) {
                return itself(need);
            }
            if (!need.family().children().isEmpty()) {
                return need.counts();
            }
            return need.settled() ? itself(need) : Counts.open(Counts.UNKNOWN);
        }
    }
}
