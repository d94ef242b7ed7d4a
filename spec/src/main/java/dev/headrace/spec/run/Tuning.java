package dev.headrace.spec.run;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** What one call wants otherwise than its template says. */
public record Tuning(
        Optional<Integer> retries,
        Optional<Duration> retryDelay,
        Optional<Duration> timeout,
        Optional<Integer> milliCpus,
        Optional<Integer> retryFactorPercent,
        Optional<Long> memoryBytes) {
    public static final Tuning NONE =
            new Tuning(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    public Tuning {
        Objects.requireNonNull(retries);
        Objects.requireNonNull(retryDelay);
        Objects.requireNonNull(timeout);
        Objects.requireNonNull(milliCpus);
        Objects.requireNonNull(retryFactorPercent);
        Objects.requireNonNull(memoryBytes);
    }
}
