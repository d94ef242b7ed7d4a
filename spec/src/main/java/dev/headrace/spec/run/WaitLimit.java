package dev.headrace.spec.run;

import java.time.Duration;
import java.util.Objects;

/**
 * How long a body waits for what it has called.
 *
 * @param length at most {@link #LENGTH_MAX}
 * @param key under which the body keeps that it waited in vain, so that a replay does not wait
 *     again
 */
public record WaitLimit(Duration length, String key) {
    public static final Duration LENGTH_MAX = Duration.ofDays(365);

    public WaitLimit {
        Objects.requireNonNull(key);
        if (length.isNegative() || length.compareTo(LENGTH_MAX) > 0) {
            throw new IllegalArgumentException("a wait of 0 to 365 days, not " + length);
        }
    }
}
