package dev.headrace.spec.run;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What went wrong, as a value.
 *
 * @param type the exception's qualified name, or a short word such as {@code SIGKILL}
 * @param message one line where possible; empty if there is none
 * @param place {@code file:line} of the user's innermost frame
 * @param frames the user's own frames, outermost first
 * @param traceback the whole text, ours included; empty if there is none
 * @param exception the exception itself, as a value that its language can read
 * @param cause the failure that led to it, in the form of the runner link; only its language looks
 * @param types qualified names of the exception's class and of those it is derived from, nearest
 *     first; empty where nobody said so
 */
public record Failure(
        Kind kind,
        String type,
        String message,
        Optional<String> place,
        List<Frame> frames,
        String traceback,
        Optional<Value> exception,
        Optional<Value> cause,
        List<String> types) {
    public static final int TYPES_MAX = 30;

    /** Why. Retry budgets and remedies go by this. */
    public enum Kind {
        /** The user's code said so. */
        USER,
        /** The process died: a signal, or an exit that nobody asked for. */
        CRASH,
        /** It ran longer than it may. */
        TIMEOUT,
        /** It took more memory than it may, or than there is. */
        MEMORY,
        /** Its result cannot be kept. */
        VALUE,
        /** The artifact store refused: full, or read-only. */
        STORE,
        /** The flow's file cannot be imported. */
        INPUT,
        /** Something that it needs failed. */
        UPSTREAM,
        /** A child failed and the body never looked. */
        UNSEEN,
        /** The same call came with other arguments. */
        DIVERGED,
        /** A limit of the engine: depth, size, count. */
        LIMIT,
        /** It can never fit beside what its ancestors hold. */
        CAPACITY,
        /** It was cancelled. */
        CANCELLED,
        /** Its worker was lost too often. */
        LOST,
        /** A defect of this engine. */
        ENGINE
    }

    /** A line of the user's code. */
    public record Frame(String file, int line, String function, String source) {}

    public Failure {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(type);
        Objects.requireNonNull(message);
        Objects.requireNonNull(place);
        Objects.requireNonNull(traceback);
        Objects.requireNonNull(exception);
        Objects.requireNonNull(cause);
        frames = List.copyOf(frames);
        types = List.copyOf(types);
    }

    /** One whose class is known by its name alone. */
    public Failure(
            Kind kind,
            String type,
            String message,
            Optional<String> place,
            List<Frame> frames,
            String traceback,
            Optional<Value> exception,
            Optional<Value> cause) {
        this(kind, type, message, place, frames, traceback, exception, cause, List.of());
    }

    /** One that nothing else led to. */
    public Failure(
            Kind kind,
            String type,
            String message,
            Optional<String> place,
            List<Frame> frames,
            String traceback,
            Optional<Value> exception) {
        this(kind, type, message, place, frames, traceback, exception, Optional.empty());
    }

    /** The same, in that place. */
    public Failure at(String where) {
        return new Failure(
                kind,
                type,
                message,
                Optional.of(where),
                frames,
                traceback,
                exception,
                cause,
                types);
    }

    /** The same, in other words. */
    public Failure saying(String otherMessage) {
        return new Failure(
                kind, type, otherMessage, place, frames, traceback, exception, cause, types);
    }

    public static Failure of(Kind kind, String type, String message) {
        return new Failure(kind, type, message, Optional.empty(), List.of(), "", Optional.empty());
    }
}
