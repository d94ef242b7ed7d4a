package dev.headrace.codec.flow;

import dev.headrace.spec.flow.Poll;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** When a sensor looks. */
final class PollShape {
    private PollShape() {}

    private static final Field<Poll, Duration> EVERY =
            Field.of("every", TaskShapes.DURATION, Poll::every, "Between two looks");
    private static final Field<Poll, Optional<Duration>> LIMIT =
            Field.maybe("limit", TaskShapes.DURATION, Poll::limit, "How long it looks in all");
    private static final Field<Poll, Boolean> SKIPS =
            Field.or(
                    false,
                    "skips",
                    new BoolShape(),
                    Poll::skips,
                    "Whether it is skipped then, and has not failed");

    static final ObjectShape<Poll> POLL =
            new ObjectShape<>(
                    "poll",
                    "When a sensor looks",
                    Optional.empty(),
                    List.of(EVERY, LIMIT, SKIPS),
                    read -> new Poll(read.get(EVERY), read.get(LIMIT), read.get(SKIPS)));
}
