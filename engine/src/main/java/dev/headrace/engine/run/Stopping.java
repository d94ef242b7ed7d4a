package dev.headrace.engine.run;

import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Ends what is under way: what runs is told to stop, what has not begun never will. */
final class Stopping {
    /** Why what its caller wants no more is cancelled. */
    static final String BY_CALLER = "the task that called it cancelled it";

    /** Why an item is cancelled whose ForEach wants only so many. */
    static final String ENOUGH = "enough of the other items have succeeded";

    /** Why all that a run has under way is cancelled when it has too many events. */
    static final String HISTORY = "the run has had as many events as it may have";

    private Stopping() {}

    /** All that lies below this node, but for what cleans up there. */
    static void below(Story story, NodePath path, StopReason reason) {
        boolean all = story.node(path).cleanup();
        Deque<NodePath> open = new ArrayDeque<>(children(story.node(path)));
        while (!open.isEmpty()) {
            NodeState node = story.node(open.pop());
            if (!node.settled() && (all || !node.cleanup())) {
                one(story, node, reason);
                children(node).reversed().forEach(open::push);
            }
        }
    }

    /** All of the run, hooks too. */
    static void everything(Story story) {
        Deque<NodePath> open = new ArrayDeque<>(List.of(NodePath.ROOT));
        while (!open.isEmpty()) {
            NodeState node = story.node(open.pop());
            if (!node.settled()) {
                one(story, node, StopReason.CANCEL);
                node.family().handlers().forEach(hook -> open.push(hook.value()));
                children(node).reversed().forEach(open::push);
            }
        }
    }

    /** Only what a worker has, or had and will have again, and what waits. */
    static void underWay(Story story, NodePath path) {
        Deque<NodePath> open = new ArrayDeque<>(children(story.node(path)));
        while (!open.isEmpty()) {
            NodeState node = story.node(open.pop());
            if (node.phase() instanceof Phase.Live
                    || node.phase() instanceof Phase.BackingOff
                    || node.phase() instanceof Phase.Asleep) {
                one(story, node, StopReason.SIBLING);
                below(story, node.path(), StopReason.PARENT);
            } else if (!node.settled()) {
                children(node).reversed().forEach(open::push);
            }
        }
    }

    static void one(Story story, NodeState node, StopReason reason) {
        switch (node.phase()) {
            case Phase.Closing(Outcome.Succeeded _) when node.family().handlers().isEmpty() ->
                    cancel(story, node, reason);
            case Phase.Stopping(int number, _, StopReason before)
                    when before == StopReason.TIMEOUT && unwanted(reason) ->
                    // It would be tried again, though nobody wants it any more.
                    story.tell(
                            new RunEvent.AttemptStopping(
                                    new AttemptId(node.path(), number), reason));
            case Phase.Stopping _, Phase.Open _, Phase.Closing _, Phase.Settled _ -> {}
            case Phase.Placed _, Phase.Started _, Phase.Parked _ ->
                    story.tell(
                            new RunEvent.AttemptStopping(
                                    new AttemptId(node.path(), node.tally().attempts()), reason));
            case Phase.Waiting _,
                    Phase.Doomed _,
                    Phase.Eligible _,
                    Phase.Looking _,
                    Phase.Ready _,
                    Phase.BackingOff _,
                    Phase.Asleep _ ->
                    cancel(story, node, reason);
        }
    }

    /** While the run is cancelled nothing is tried again, whatever was the reason. */
    private static boolean unwanted(StopReason reason) {
        return switch (reason) {
            case PARENT, SIBLING, CALLER, ENOUGH, HISTORY, OVERTIME -> true;
            case CANCEL, TIMEOUT -> false;
        };
    }

    /** Its own work may be over, but what it called will not be. */
    private static void cancel(Story story, NodeState node, StopReason reason) {
        story.tell(
                new RunEvent.NodeCancelled(
                        node.path(),
                        switch (reason) {
                            case PARENT -> "the task that called it is over";
                            case SIBLING -> "a task beside it failed";
                            case CALLER -> BY_CALLER;
                            case ENOUGH -> ENOUGH;
                            case HISTORY -> HISTORY;
                            case OVERTIME -> "its hook ran longer than it may";
                            case CANCEL, TIMEOUT -> "the run was cancelled";
                        }));
    }

    private static List<NodePath> children(NodeState node) {
        List<NodePath> paths = new ArrayList<>();
        node.family().children().forEach(child -> paths.add(child.value()));
        return paths;
    }
}
