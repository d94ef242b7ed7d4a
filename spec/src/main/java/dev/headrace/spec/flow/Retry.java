package dev.headrace.spec.flow;

import java.time.Duration;
import java.util.Objects;

/**
 * When a failed task is tried again.
 *
 * @param retries further tries after the first, 0 to 1,000
 * @param delay before the second try, at most 30 days
 * @param factorPercent by how much the delay grows from try to try; 200 doubles it
 * @param cap the longest delay
 */
public record Retry(int retries, Duration delay, int factorPercent, Duration cap) {
    public static final int RETRIES_MAX = 1_000;
    public static final Duration DELAY_MAX = Duration.ofDays(30);
    public static final Retry NONE = new Retry(0, Duration.ZERO, 100, DELAY_MAX);

    public Retry {
        Objects.requireNonNull(delay);
        Objects.requireNonNull(cap);
        if (retries < 0 || retries > RETRIES_MAX) {
            throw new IllegalArgumentException("retries must be 0..1000, not " + retries);
        }
        if (delay.isNegative() || delay.compareTo(DELAY_MAX) > 0) {
            throw new IllegalArgumentException("a delay must be 0..30 days, not " + delay);
        }
        if (factorPercent < 100 || factorPercent > 10_000) {
            throw new IllegalArgumentException("a factor must be 1..100");
        }
        if (cap.isNegative() || cap.compareTo(DELAY_MAX) > 0) {
            throw new IllegalArgumentException("a cap must be 0..30 days, not " + cap);
        }
    }

    public boolean allowsAnotherAfter(int failures) {
        return failures <= retries;
    }

    /**
     * The pause after so many failures, with up to a tenth of jitter on top.
     *
     * @param salt decides the jitter: the same salt gives the same pause
     */
    public Duration delayAfter(int failures, int salt) {
        long limit = cap.toMillis();
        long millis = Math.min(delay.toMillis(), limit);
        for (int i = 1; i < failures && millis < limit; i++) {
            millis = Math.min(limit, millis * factorPercent / 100);
        }
        long jitter = millis / 10 == 0 ? 0 : Math.floorMod(salt * 0x9E3779B97F4A7C15L, millis / 10);
        return Duration.ofMillis(millis + jitter);
    }
}
