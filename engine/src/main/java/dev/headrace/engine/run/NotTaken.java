package dev.headrace.engine.run;

import java.util.Objects;
import java.util.Optional;

/**
 * Why a task was not taken from the cache.
 *
 * @param what is otherwise than it was in the nearest earlier run
 * @param part which input, where it is one
 * @param before what it was, in short; may be empty
 * @param now what it is, in short; may be empty
 * @param more how many other parts of the key are not the same either
 * @param nearest the result that was kept under the key that differs least
 */
public record NotTaken(
        What what,
        String part,
        String before,
        String now,
        int more,
        Optional<CacheSource> nearest) {
    /** What keeps it from being taken. */
    public enum What {
        /** No result of this task is kept. */
        NEW,
        /** The task's code, or what it calls in the project. */
        CODE,
        /** An input that is counted. */
        INPUT,
        /** The Python environment, or the interpreter. */
        ENVIRONMENT,
        /** The salt of its policy. */
        SALT,
        /** It is older than the policy lets it be. */
        EXPIRED,
        /** Content that it speaks of is not in the artifact store any more. */
        GONE,
        /** The run was started without the cache. */
        OFF,
        /** It starts before all that it is given is there, so nobody knows what it will be. */
        UNSETTLED,
        /** The store could not be asked. */
        UNREAD
    }

    public NotTaken {
        Objects.requireNonNull(what);
        Objects.requireNonNull(part);
        Objects.requireNonNull(before);
        Objects.requireNonNull(now);
        Objects.requireNonNull(nearest);
    }

    /** For a reason that names no earlier run. */
    public static NotTaken of(What what) {
        return new NotTaken(what, "", "", "", 0, Optional.empty());
    }

    /** For a reason that lies in an earlier result itself. */
    public static NotTaken of(What what, CacheSource nearest) {
        return new NotTaken(what, "", "", "", 0, Optional.of(nearest));
    }
}
