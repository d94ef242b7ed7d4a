package dev.headrace.runtime.sim;

import dev.headrace.engine.run.NodeState;
import dev.headrace.engine.run.Tree;
import dev.headrace.spec.flow.Counts;
import dev.headrace.spec.flow.ForEach;
import dev.headrace.spec.flow.Join;
import dev.headrace.spec.flow.JoinRule.Fate;
import dev.headrace.spec.flow.Result;
import dev.headrace.spec.run.NodePath;
import java.util.Optional;

/** Whether a node may run by its join: asked of the tree as it is, and not as it was counted. */
final class Joined {
    private Joined() {}

    /** Whether all that it needs must have succeeded, and nothing is tolerated or passed by. */
    static boolean plain(Tree tree, NodeState node) {
        return node.rules().plainJoin()
                && node.needs().stream()
                        .map(tree::node)
                        .allMatch(need -> need.rules().tolerates().isEmpty());
    }

    /** The same of all that it stands in: an item has its inputs by the needs of its ForEach. */
    static boolean plainThroughout(Tree tree, NodeState node) {
        return plain(tree, node)
                && node.parent()
                        .map(tree::node)
                        .map(above -> plainThroughout(tree, above))
                        .orElse(true);
    }

    static boolean runs(Tree tree, NodeState node) {
        return node.needs().isEmpty()
                || node.rules().join().fate(new Needs(tree, node)).equals(Optional.of(Fate.RUN));
    }

    private record Needs(Tree tree, NodeState node) implements Join.Seen {
        @Override
        public Counts all(Join.Unit unit) {
            Counts all = Counts.NONE;
            for (NodePath need : node.needs()) {
                all = all.plus(one(tree.node(need), unit));
            }
            return all;
        }

        @Override
        public Counts of(String need, Join.Unit unit) {
            return one(tree.node(node.parent().orElseThrow().child(need)), unit);
        }

        private Counts one(NodeState need, Join.Unit unit) {
            boolean items =
                    unit == Join.Unit.ITEMS
                            && need.spec() instanceof ForEach
                            && !need.family().children().isEmpty();
            if (!items) {
                return counted(Counts.NONE, need);
            }
            Counts all = Counts.NONE;
            for (var item : need.family().children()) {
                all = counted(all, tree.node(item.value()));
            }
            return all;
        }

        private Counts counted(Counts counts, NodeState one) {
            Counts more = counts.opened(1);
            return one.outcome()
                    .map(Result::of)
                    .map(came ->
                            node.rules().plainJoin() && one.rules().tolerates().contains(came)
                                    ? Result.SUCCEEDED
                                    : came)
                    .map(more::settled)
                    .orElse(more);
        }
    }
}
