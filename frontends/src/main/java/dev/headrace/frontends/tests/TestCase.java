package dev.headrace.frontends.tests;

import dev.headrace.codec.json.JsonObject;
import dev.headrace.spec.run.Awaited;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One run of a flow that is tried, and what must come of it.
 *
 * @param place where it stands
 * @param start the time at which it begins; now if not said
 * @param cancel how long after that it is cancelled, if it is: 0 to 365 days
 * @param limit how long it may really take: over 0, at most a day
 */
public record TestCase(
        String name,
        String place,
        JsonObject arguments,
        List<Replaced> replaced,
        List<Reply> signals,
        List<Reply> approvals,
        Optional<Instant> start,
        Optional<Duration> cancel,
        Duration limit,
        List<Expectation> expected) {
    public static final Duration LIMIT = Duration.ofSeconds(60);
    public static final Duration LIMIT_MAX = Duration.ofDays(1);

    /**
     * A task whose own code does not run.
     *
     * @param place where the test says so
     * @param task its path, or the name of all that are called so
     * @param shared it stands for several cases and need not be used by each
     */
    public record Replaced(String place, String task, Replacement by, boolean shared) {
        public Replaced {
            Objects.requireNonNull(place);
            Objects.requireNonNull(task);
            Objects.requireNonNull(by);
        }
    }

    public TestCase {
        Objects.requireNonNull(name);
        Objects.requireNonNull(place);
        Objects.requireNonNull(arguments);
        Objects.requireNonNull(start);
        cancel.ifPresent(after -> {
            if (after.isNegative() || after.compareTo(Awaited.TIME_MAX) > 0) {
                throw new IllegalArgumentException(
                        "a run is cancelled after 0 to 365 days, not " + after);
            }
        });
        replaced = List.copyOf(replaced);
        signals = List.copyOf(signals);
        approvals = List.copyOf(approvals);
        expected = List.copyOf(expected);
        if (!limit.isPositive() || limit.compareTo(LIMIT_MAX) > 0) {
            throw new IllegalArgumentException(
                    "a test may take over 0 and at most 24 h, not " + limit);
        }
    }
}
