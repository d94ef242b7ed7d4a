package dev.headrace.spec.flow;

import dev.headrace.spec.run.CachePolicy;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A node that does work.
 *
 * @param poll that it does so again and again, if it is a sensor
 * @param cache whether its result may be taken from an earlier run, if it may
 */
public record Task(
        Action action,
        SequencedMap<String, Input> inputs,
        Resources resources,
        Retry retry,
        Optional<Duration> timeout,
        Optional<Poll> poll,
        Optional<CachePolicy> cache)
        implements Node {
    public static final Duration TIMEOUT_MAX = Duration.ofDays(365);
    public static final int INPUTS_MAX = 1_000;

    /** One that is no sensor, and whose result is never taken from an earlier run. */
    public Task(
            Action action,
            SequencedMap<String, Input> inputs,
            Resources resources,
            Retry retry,
            Optional<Duration> timeout) {
        this(action, inputs, resources, retry, timeout, Optional.empty(), Optional.empty());
    }

    /** One whose result is never taken from an earlier run. */
    public Task(
            Action action,
            SequencedMap<String, Input> inputs,
            Resources resources,
            Retry retry,
            Optional<Duration> timeout,
            Optional<Poll> poll) {
        this(action, inputs, resources, retry, timeout, poll, Optional.empty());
    }

    public Task {
        Objects.requireNonNull(poll);
        Objects.requireNonNull(action);
        Objects.requireNonNull(resources);
        Objects.requireNonNull(retry);
        Objects.requireNonNull(timeout);
        Objects.requireNonNull(cache);
        if (inputs.size() > INPUTS_MAX) {
            throw new IllegalArgumentException("a task has at most " + INPUTS_MAX + " inputs");
        }
        inputs = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(inputs));
        timeout.ifPresent(limit -> {
            if (!limit.isPositive() || limit.compareTo(TIMEOUT_MAX) > 0) {
                throw new IllegalArgumentException(
                        "a timeout must be over 0 and at most 365 days, not " + limit);
            }
        });
    }

    /** A task that only does this. */
    public static Task of(Action action) {
        return new Task(
                action, new LinkedHashMap<>(), Resources.ONE_CPU, Retry.NONE, Optional.empty());
    }
}
