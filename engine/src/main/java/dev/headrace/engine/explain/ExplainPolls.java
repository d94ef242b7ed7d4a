package dev.headrace.engine.explain;

import dev.headrace.engine.run.NodeState;
import dev.headrace.engine.run.RunState.Begun;
import dev.headrace.spec.flow.Poll;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Says of a sensor between two looks when it looks again, and until when. */
final class ExplainPolls {
    private ExplainPolls() {}

    static Explanation between(Begun run, NodeState node, Instant due, Instant now) {
        int looks = node.tally().looks();
        Optional<Instant> end =
                node.task()
                        .poll()
                        .flatMap(Poll::limit)
                        .flatMap(limit -> node.tally().began().map(began -> began.plus(limit)));
        return new Explanation(
                node.path()
                        + " has looked "
                        + (looks == 1 ? "once" : looks + " times")
                        + " in vain, and looks again in "
                        + Explain.words(Duration.between(now, due))
                        + end.map(at ->
                                        "; it gives up in "
                                                + Explain.words(Duration.between(now, at)))
                                .orElse("")
                        + ".",
                "headrace set-output "
                        + run.head().run()
                        + " "
                        + node.path()
                        + " true goes on without it");
    }
}
