package dev.headrace.runtime.sim;

import dev.headrace.engine.run.Decision;
import dev.headrace.engine.run.NodeState;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunState;
import dev.headrace.spec.flow.Retry;
import dev.headrace.spec.run.Outcome;
import java.util.List;

/** Planted bugs in what is tried again. */
final class SpoiltRetries {
    private SpoiltRetries() {}

    /** Only the number of retries counts, not for what they are. */
    static Decision again(RunState state, Decision.Accept accept) {
        if (state instanceof RunState.Active run
                && accept.events().getFirst()
                        instanceof RunEvent.AttemptEnded(var attempt, var ending)
                && ending.outcome() instanceof Outcome.Failed(var failure)
                && accept.events().stream()
                        .noneMatch(event ->
                                event instanceof RunEvent.RetryPlanned
                                        || event instanceof RunEvent.AttemptStopping)) {
            NodeState node = run.tree().node(attempt.node());
            Retry retry = node.task().retry();
            if (retry.worth().never().has(failure)
                    && retry.allowsAnotherAfter(node.tally().failures() + 1)) {
                return SpoiltEngine.told(
                        state,
                        List.of(
                                accept.events().getFirst(),
                                new RunEvent.RetryPlanned(
                                        attempt.node(), ending.started(), false)));
            }
        }
        return accept;
    }
}
