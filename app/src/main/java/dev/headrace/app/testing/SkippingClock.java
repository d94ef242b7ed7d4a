package dev.headrace.app.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The time of a test: it passes as ever while something runs, and is skipped while nothing does.
 */
public final class SkippingClock {
    private final InstantSource real;
    private Duration ahead;
    private Duration skipped = Duration.ZERO;

    /**
     * A clock that goes from now on.
     *
     * @param start what it says now; the real time if not said
     */
    public SkippingClock(InstantSource real, Optional<Instant> start) {
        this.real = real;
        ahead = start.map(moment -> Duration.between(real.instant(), moment)).orElse(Duration.ZERO);
    }

    public Instant now() {
        return real.instant().plus(ahead);
    }

    /** What it says when the real time is this. */
    public Instant at(Instant moment) {
        return moment.plus(ahead);
    }

    /** How far it is before the real time. */
    public Duration ahead() {
        return ahead;
    }

    /** How much was skipped in all. */
    public Duration skipped() {
        return skipped;
    }

    /** From now on it is this moment, unless that has passed. */
    public void skipTo(Instant moment) {
        Duration left = Duration.between(now(), moment);
        if (left.isPositive()) {
            ahead = ahead.plus(left);
            skipped = skipped.plus(left);
        }
    }

    /** This real time was the test's own, and does not count. */
    public void forget(Duration passed) {
        ahead = ahead.minus(passed);
    }
}
