package dev.headrace.runtime.sim;

import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunState;
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
