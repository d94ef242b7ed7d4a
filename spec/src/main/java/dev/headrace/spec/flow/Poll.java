package dev.headrace.spec.flow;

import dev.headrace.spec.run.Value;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A task that looks again and again until what it looks for is there: a sensor. Between two looks
 * it has no slot and no process. As Airflow's sensors in the mode reschedule: the limit counts from
 * the first look over all of them, and what is over then is not retried.
 *
 * @param every the pause between two looks, {@link #EVERY_MIN} to {@link #EVERY_MAX}
 * @param limit how long it looks in all, at most {@link #LIMIT_MAX}
 * @param skips whether it is skipped when its time is over, and has not failed
 */
public record Poll(Duration every, Optional<Duration> limit, boolean skips) {
    public static final Duration EVERY_MIN = Duration.ofMillis(1);
    public static final Duration EVERY_MAX = Duration.ofDays(30);
    public static final Duration LIMIT_MAX = Duration.ofDays(365);

    public Poll {
        Objects.requireNonNull(limit);
        if (every.compareTo(EVERY_MIN) < 0 || every.compareTo(EVERY_MAX) > 0) {
            throw new IllegalArgumentException(
                    "a pause between two looks goes from 1 ms to 30 days, not " + every);
        }
        limit.ifPresent(time -> {
            if (!time.isPositive() || time.compareTo(LIMIT_MAX) > 0) {
                throw new IllegalArgumentException(
                        "a sensor looks for over 0 and at most 365 days, not " + time);
            }
        });
    }

    /** Whether a look that gave this was in vain: false, or nothing. */
    public static boolean inVain(Value value) {
        return value.json().equals("false") || value.json().equals("null");
    }
}
