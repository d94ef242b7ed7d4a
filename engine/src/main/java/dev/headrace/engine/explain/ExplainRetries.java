package dev.headrace.engine.explain;

import dev.headrace.engine.run.NodeState;
import dev.headrace.spec.flow.Retry;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.run.Failure;
import java.util.Optional;

/** Says how often something was tried, and why not once more. */
final class ExplainRetries {
    private ExplainRetries() {}

    static String tries(NodeState node, Failure failure) {
        int attempts = node.tally().tries();
        return (attempts > 1 ? ", after " + attempts + " attempts" : "")
                + against(node, failure).map(reason -> ", not tried again: " + reason).orElse("");
    }

    /** Why there was no other try, although there were some left. */
    private static Optional<String> against(NodeState node, Failure failure) {
        if (!(node.spec() instanceof Task task) || node.tally().failures() == 0) {
            return Optional.empty();
        }
        Retry retry = task.retry();
        if (!retry.allowsAnotherAfter(node.tally().failures())) {
            return Optional.empty();
        }
        Optional<String> names = retry.worth().against(failure);
        if (names.isPresent()) {
            return names;
        }
        boolean late = retry.within().isPresent();
        boolean asked = retry.worth().when().isPresent();
        if (late && asked) {
            return Optional.of("its retry_when is false, or its retry_within is over");
        }
        return late
                ? Optional.of("its retry_within is over")
                : asked ? Optional.of("its retry_when is false") : Optional.empty();
    }
}
