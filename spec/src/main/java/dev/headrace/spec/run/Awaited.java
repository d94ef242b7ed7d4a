package dev.headrace.spec.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a wait is for. It takes no worker and no slot, however long it is. */
public sealed interface Awaited {
    /** How long anything may be waited for: 365 days. */
    Duration TIME_MAX = Duration.ofDays(365);

    /** So much time from its beginning on: 0 to 365 days. */
    record After(Duration time) implements Awaited {
        public After {
            if (time.isNegative() || time.compareTo(TIME_MAX) > 0) {
                throw new IllegalArgumentException("a wait is 0..365 days long, not " + time);
            }
        }
    }

    /** A moment; one that has passed ends the wait at once. */
    record Until(Instant moment) implements Awaited {
        public Until {
            Objects.requireNonNull(moment);
        }
    }

    /** A signal of this name. What is sent along is the result. */
    record Signal(String name, Limit limit) implements Awaited {
        private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,99}");

        public Signal {
            Objects.requireNonNull(limit);
            if (!isName(name)) {
                throw new IllegalArgumentException(
                        "'"
                                + name
                                + "' cannot be the name of a signal: a letter, then at most 99"
                                + " letters, digits, '_', '-' and '.'");
            }
        }

        /** Whether a signal may be called this. */
        public static boolean isName(String text) {
            return NAME.matcher(text).matches();
        }
    }

    /**
     * Somebody's approval. The result is an object with {@code approved}, {@code by} and the fields
     * of the form.
     *
     * @param strict a rejection is a failure; else it is a result
     */
    record Approval(Form form, boolean strict, Limit limit) implements Awaited {
        public Approval {
            Objects.requireNonNull(form);
            Objects.requireNonNull(limit);
        }
    }

    /**
     * How long at most, and what then.
     *
     * @param time over 0, at most 365 days; empty for ever
     */
    record Limit(Optional<Duration> time, Then then) {
        public static final Limit NONE = new Limit(Optional.empty(), Then.FAIL);

        /** What becomes of a wait whose time is over. */
        public enum Then {
            /** It fails, as a timeout. */
            FAIL,
            /** It is skipped, and so are those that need it. */
            SKIP,
            /** It succeeds with null. */
            GO_ON
        }

        public Limit {
            Objects.requireNonNull(then);
            time.ifPresent(length -> {
                if (!length.isPositive() || length.compareTo(TIME_MAX) > 0) {
                    throw new IllegalArgumentException(
                            "a limit must be over 0 and at most 365 days, not " + length);
                }
            });
        }
    }
}
