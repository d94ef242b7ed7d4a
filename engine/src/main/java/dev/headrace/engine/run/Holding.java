package dev.headrace.engine.run;

import dev.headrace.spec.flow.Call;
import dev.headrace.spec.flow.ForEach;
import dev.headrace.spec.flow.Graph;
import dev.headrace.spec.flow.Policy.OnFailure;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.flow.Wait;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome.Skipped.Reason;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** A graph in which nothing starts any more once something has failed. */
final class Holding {
    private Holding() {}

    /** Whether it is time to hold this: something has failed or enough succeeded, some are open. */
    static boolean due(NodeState node) {
        return node.phase() instanceof Phase.Open
                && !node.family().halted()
                && switch (node.spec()) {
                    case Graph graph ->
                            graph.policy().onFailure() != OnFailure.FINISH
                                    && node.family().failed().isPresent();
                    case ForEach each -> each.tolerance().satisfied(node.counts());
                    case Task _, Call _, Wait _ -> false;
                };
    }

    /** Holds it, and stops what runs if the graph wants that, or if there is enough already. */
    static void tell(Story story, NodeState node) {
        if (node.spec() instanceof ForEach) {
            story.tell(new RunEvent.GraphHeld(node.path(), node.path()));
            Stopping.below(story, node.path(), StopReason.ENOUGH);
            return;
        }
        NodePath because = node.family().failed().orElseThrow();
        story.tell(new RunEvent.GraphHeld(node.path(), because));
        if (node.spec() instanceof Graph graph && graph.policy().onFailure() == OnFailure.STOP) {
            Stopping.underWay(story, node.path());
        }
    }

    /** What has not begun, of this graph and of those within, never will. */
    static void held(TreeEdit tree, NodePath path, NodePath because) {
        NodeState held = tree.node(path);
        tree.put(held.with(held.family().withHalted(true)));
        if (because.equals(path)) {
            return; // there is enough: each of the others has an event of its own
        }
        Deque<NodePath> open = new ArrayDeque<>();
        held.family().children().forEach(child -> open.add(child.value()));
        while (!open.isEmpty()) {
            NodeState node = tree.node(open.pop());
            boolean opened = !(node.spec() instanceof Task) && node.family().open() > 0;
            switch (node.phase()) {
                case Phase.Waiting _, Phase.Eligible _, Phase.Looking _, Phase.Ready _, Phase.Open _
                        when opened -> {
                    // One of an earlier generation may wait for its turn, with children of then.
                    tree.put(node.with(new Phase.Open()));
                    node.family().children().forEach(child -> open.add(child.value()));
                }
                case Phase.Waiting _, Phase.Eligible _, Phase.Looking _, Phase.Ready _
                        when !node.tally().begun() ->
                        tree.put(node.with(new Phase.Doomed(because, Reason.NEED)));
                case Phase.Open _,
                        Phase.Waiting _,
                        Phase.Eligible _,
                        Phase.Looking _,
                        Phase.Ready _,
                        Phase.Doomed _,
                        Phase.Live _,
                        Phase.BackingOff _,
                        Phase.Asleep _,
                        Phase.Closing _,
                        Phase.Settled _ -> {}
            }
        }
    }

    /** That for which nothing more may begin where this node stands, if there is one. */
    static Optional<NodePath> above(Tree tree, NodeState node) {
        Optional<NodePath> path = upwards(node);
        while (path.isPresent()) {
            NodeState parent = tree.node(path.get());
            if (parent.spec() instanceof Task) {
                return Optional.empty(); // what runs calls what it wants
            }
            if (parent.family().halted()) {
                return parent.family().failed().or(() -> Optional.of(parent.path()));
            }
            path = upwards(parent);
        }
        return Optional.empty();
    }

    /** What follows a node is not held with it. */
    private static Optional<NodePath> upwards(NodeState node) {
        return Hooks.beside(node.path()) ? Optional.empty() : node.parent();
    }
}
