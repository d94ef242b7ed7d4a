package dev.headrace.runtime.view;

import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonNull;
import dev.headrace.codec.json.JsonNumber;
import dev.headrace.codec.json.JsonObject;
import dev.headrace.codec.json.JsonText;
import dev.headrace.engine.run.NodeState;
import dev.headrace.engine.run.Phase;
import dev.headrace.spec.flow.Poll;
import dev.headrace.spec.flow.Task;
import java.time.Instant;
import java.util.Optional;

/** How a sensor has looked so far, in documents. */
final class PollView {
    private PollView() {}

    static Optional<Json> of(NodeState node) {
        if (!(node.spec() instanceof Task task) || task.poll().isEmpty()) {
            return Optional.empty();
        }
        Optional<Instant> end =
                task.poll()
                        .flatMap(Poll::limit)
                        .flatMap(limit -> node.tally().began().map(began -> began.plus(limit)));
        Optional<Instant> next =
                node.phase() instanceof Phase.BackingOff(Instant due, Phase.After after)
                                && after == Phase.After.LOOK
                        ? Optional.of(due)
                        : Optional.empty();
        return Optional.of(
                JsonObject.of("looks", JsonNumber.of(node.tally().looks()))
                        .with("next", time(next))
                        .with("until", time(end)));
    }

    private static Json time(Optional<Instant> at) {
        return at.map(Times::text).<Json>map(JsonText::new).orElse(JsonNull.NULL);
    }
}
