package dev.headrace.runtime.sim;

import dev.headrace.engine.run.Phase;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunState;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.RunId;
import java.util.Set;
import java.util.TreeSet;

/** What must hold of what people do to runs by hand. */
final class OperationLaws {
    private OperationLaws() {}

    /** Between a pause and its end nothing is given to a worker, and no body gets its cpus back. */
    static final class NothingBeginsWhilePaused extends Law {
        private final Set<RunId> paused = new TreeSet<>();

        NothingBeginsWhilePaused(World world) {
            super(world);
        }

        @Override
        void happened(
                RunId run,
                Controller writer,
                RunState before,
                RunEvent event,
                RunState.Begun after) {
            switch (event) {
                case RunEvent.RunPaused _ -> {
                    paused.add(run);
                    if (!after.tree().ready().isEmpty()) {
                        world.counters.add("paused while a task was ready");
                    }
                }
                case RunEvent.RunUnpaused _, RunEvent.RunFinished _, RunEvent.CancelRequested _ ->
                        paused.remove(run);
                case RunEvent.AttemptPlaced _, RunEvent.AttemptResumed _, RunEvent.AwaitLapsed _ ->
                        check(!paused.contains(run), event, " in a paused run");
                case RunEvent.AttemptEnded _ -> {
                    if (paused.contains(run)) {
                        world.counters.add("attempt ended in a paused run");
                    }
                }
                default -> {}
            }
        }
    }

    /** What is held does not begin until it is released. */
    static final class NothingHeldBegins extends Law {
        private final Set<String> held = new TreeSet<>();

        NothingHeldBegins(World world) {
            super(world);
        }

        @Override
        void happened(
                RunId run,
                Controller writer,
                RunState before,
                RunEvent event,
                RunState.Begun after) {
            switch (event) {
                case RunEvent.NodeHeld(var node, _, _) -> held.add(run + " " + node);
                case RunEvent.NodeReleased(var node, _, _) -> {
                    held.remove(run + " " + node);
                    if (after.tree().node(node).phase() instanceof Phase.Ready) {
                        world.counters.add("released when it could begin");
                    }
                }
                case RunEvent.AttemptPlaced(var attempt, _) -> free(run, attempt.node(), event);
                case RunEvent.GraphOpened(var graph) -> free(run, graph, event);
                case RunEvent.ItemsExpanded(var each, _) -> free(run, each, event);
                case RunEvent.NodeSkipped(var node, _, _) -> held.remove(run + " " + node);
                case RunEvent.NodeCancelled(var node, _) -> held.remove(run + " " + node);
                case RunEvent.NodeFailed(var node, _) -> held.remove(run + " " + node);
                default -> {}
            }
        }

        private void free(RunId run, NodePath node, RunEvent event) {
            check(!held.contains(run + " " + node), event, ", which is held");
        }
    }

    /** Whatever people did says who it was. */
    static final class OperationsAreSigned extends Law {
        OperationsAreSigned(World world) {
            super(world);
        }

        @Override
        void happened(
                RunId run,
                Controller writer,
                RunState before,
                RunEvent event,
                RunState.Begun after) {
            if (event instanceof RunEvent.ByHand byHand) {
                check(!byHand.who().isEmpty(), event, " by nobody");
            }
        }
    }
}
