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
        Optional<Long> memoryBytes,
        Retrying retrying,
        Optional<CachePolicy> cache) {
    public static final Tuning NONE =
            new Tuning(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    /**
     * What it wants otherwise of its retries, besides their number and delay.
     *
     * @param when a condition in CEL
     */
    public record Retrying(
            Optional<Duration> cap,
            Optional<Integer> jitterPercent,
            Optional<Duration> within,
            Optional<FailureSet> on,
            Optional<FailureSet> never,
            Optional<String> when,
            Optional<Integer> losses) {
        /** Characters. */
        public static final int WHEN_MAX = 4_096;

        public static final Retrying NONE =
                new Retrying(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());

        public Retrying {
            Objects.requireNonNull(cap);
            Objects.requireNonNull(jitterPercent);
            Objects.requireNonNull(within);
            Objects.requireNonNull(on);
            Objects.requireNonNull(never);
            Objects.requireNonNull(when);
            Objects.requireNonNull(losses);
            on.ifPresent(FailureSet::checkHopeful);
            if (when.filter(text -> text.isBlank() || text.length() > WHEN_MAX).isPresent()) {
                throw new IllegalArgumentException("retry_when has 1.." + WHEN_MAX + " characters");
            }
        }
    }

    /** Nothing about which failures are worth a retry, nor about the cache. */
    public Tuning(
            Optional<Integer> retries,
            Optional<Duration> retryDelay,
            Optional<Duration> timeout,
            Optional<Integer> milliCpus,
            Optional<Integer> retryFactorPercent,
            Optional<Long> memoryBytes) {
        this(
                retries,
                retryDelay,
                timeout,
                milliCpus,
                retryFactorPercent,
                memoryBytes,
                Retrying.NONE,
                Optional.empty());
    }

    public Tuning {
        Objects.requireNonNull(retries);
        Objects.requireNonNull(retryDelay);
        Objects.requireNonNull(timeout);
        Objects.requireNonNull(milliCpus);
        Objects.requireNonNull(retryFactorPercent);
        Objects.requireNonNull(memoryBytes);
        Objects.requireNonNull(retrying);
        Objects.requireNonNull(cache);
    }
}
