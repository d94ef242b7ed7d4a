package dev.headrace.spec.run;

import java.time.Duration;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A task whose result may be taken from an earlier run that did the same: the same code with the
 * same inputs in the same environment.
 *
 * @param expiry how old such a result may be, at most {@link #EXPIRY_MAX}; nothing: any age. One of
 *     0 means that nothing is taken and nothing kept
 * @param salt counts like an input: another one makes another result
 * @param ignore names of inputs that do not count
 * @param code digest of the task's code, and of what it calls in the project
 */
public record CachePolicy(Optional<Duration> expiry, String salt, Set<String> ignore, String code) {
    public static final Duration EXPIRY_MAX = Duration.ofDays(3_650);
    public static final int SALT_MAX = 200;
    public static final int IGNORED_MAX = 1_000;

    /** No caching, where a template says otherwise. */
    public static final CachePolicy NEVER =
            new CachePolicy(Optional.of(Duration.ZERO), "", Set.of(), "");

    public CachePolicy {
        Objects.requireNonNull(code);
        expiry.ifPresent(age -> {
            if (age.isNegative() || age.compareTo(EXPIRY_MAX) > 0) {
                throw new IllegalArgumentException(
                        "a cached result expires within 0 to 3,650 days, not " + age);
            }
        });
        if (salt.length() > SALT_MAX) {
            throw new IllegalArgumentException(
                    "a salt has at most " + SALT_MAX + " characters, not " + salt.length());
        }
        if (ignore.size() > IGNORED_MAX) {
            throw new IllegalArgumentException("at most " + IGNORED_MAX + " inputs can be ignored");
        }
        ignore = Collections.unmodifiableSortedSet(new TreeSet<>(ignore));
    }

    /** Whether nothing is ever taken or kept. */
    public boolean never() {
        return expiry.filter(Duration::isZero).isPresent();
    }
}
