package dev.headrace.spec.flow;

import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.FailureSet;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * When a failed task is tried again.
 *
 * @param retries further tries after the first, 0 to 1,000; only failures of the user's code use
 *     them up
 * @param delay before the second try, at most 30 days
 * @param factorPercent by how much the delay grows from try to try; 200 doubles it
 * @param cap the longest delay
 * @param jitterPercent how much of a delay may be added to it, 0 to 100
 * @param within no try begins later than this after the first one began
 * @param worth which failures are worth another try
 * @param losses how often in one life its worker may be lost before it fails, 0 to 1,000
 */
public record Retry(
        int retries,
        Duration delay,
        int factorPercent,
        Duration cap,
        int jitterPercent,
        Optional<Duration> within,
        Worth worth,
        int losses) {
    public static final int RETRIES_MAX = 1_000;
    public static final int LOSSES_MAX = 1_000;
    public static final int LOSSES = 10;
    public static final int JITTER_PERCENT = 10;
    public static final Duration DELAY_MAX = Duration.ofDays(30);
    public static final Duration WITHIN_MAX = Duration.ofDays(365);
    public static final Retry NONE = new Retry(0, Duration.ZERO, 100, DELAY_MAX);

    /**
     * Which failures are worth another try.
     *
     * @param on these only; all that may pass, where it is empty
     * @param never these not, whatever else is said
     * @param when asked about {@code error} and {@code attempt}: not where it is false
     */
    public record Worth(FailureSet on, FailureSet never, Optional<Expr> when) {
        /** All that may pass. */
        public static final Worth ANY =
                new Worth(FailureSet.NONE, FailureSet.NONE, Optional.empty());

        /** An exception that is derived from this one says of itself that trying again is vain. */
        public static final String FATAL = "headrace.Fatal";

        private static final FailureSet FATALS = new FailureSet(List.of(FATAL));

        public Worth {
            Objects.requireNonNull(on);
            Objects.requireNonNull(never);
            Objects.requireNonNull(when);
            on.checkHopeful();
        }

        /** Why this failure is not worth another try, as far as names say it. */
        public Optional<String> against(Failure failure) {
            if (!FailureSet.mayPass(failure.kind())) {
                return Optional.of("it would fail again");
            }
            if (FATALS.has(failure)) {
                return Optional.of("it is a " + FATAL);
            }
            Optional<String> ruledOut = never.first(failure);
            if (ruledOut.isPresent()) {
                return Optional.of("retry_never names " + ruledOut.get());
            }
            return on.isEmpty() || on.has(failure)
                    ? Optional.empty()
                    : Optional.of("retry_on names only " + String.join(", ", on.names()));
        }
    }

    public Retry {
        Objects.requireNonNull(delay);
        Objects.requireNonNull(cap);
        Objects.requireNonNull(within);
        Objects.requireNonNull(worth);
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
        if (jitterPercent < 0 || jitterPercent > 100) {
            throw new IllegalArgumentException("a jitter must be 0..100 %, not " + jitterPercent);
        }
        if (within.filter(w -> !w.isPositive() || w.compareTo(WITHIN_MAX) > 0).isPresent()) {
            throw new IllegalArgumentException(
                    "the time for all tries must be over 0 and at most 365 days, not "
                            + within.get());
        }
        if (losses < 0 || losses > LOSSES_MAX) {
            throw new IllegalArgumentException("losses must be 0..1000, not " + losses);
        }
    }

    /** For all that may pass, and with the usual jitter. */
    public Retry(int retries, Duration delay, int factorPercent, Duration cap) {
        this(
                retries,
                delay,
                factorPercent,
                cap,
                JITTER_PERCENT,
                Optional.empty(),
                Worth.ANY,
                LOSSES);
    }

    public boolean allowsAnotherAfter(int failures) {
        return failures <= retries;
    }

    /**
     * The pause after so many failures, with jitter on top.
     *
     * @param salt decides the jitter: the same salt gives the same pause
     */
    public Duration delayAfter(int failures, int salt) {
        long limit = cap.toMillis();
        long millis = Math.min(delay.toMillis(), limit);
        for (int i = 1; i < failures && millis < limit; i++) {
            millis = Math.min(limit, millis * factorPercent / 100);
        }
        long span = millis * jitterPercent / 100;
        long jitter = span == 0 ? 0 : Math.floorMod(salt * 0x9E3779B97F4A7C15L, span);
        return Duration.ofMillis(millis + jitter);
    }
}
