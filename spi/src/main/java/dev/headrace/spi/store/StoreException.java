package dev.headrace.spi.store;

import java.util.Objects;

/** The store cannot do what was asked. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What kind of trouble, and so what to do. */
    public enum Trouble {
        /** Busy, or away for a moment: ask again. */
        PASSING,
        /** No room, or may not be written: people must act. */
        FULL,
        READ_ONLY,
        /** Its content cannot be trusted; it was not touched. */
        CORRUPT,
        /** Written by a newer program; it was not touched. */
        NEWER,
        /** Anything else. */
        BROKEN
    }

    private final Trouble trouble;

    public StoreException(Trouble trouble, String message, Throwable cause) {
        super(message, cause);
        this.trouble = Objects.requireNonNull(trouble);
    }

    public StoreException(Trouble trouble, String message) {
        super(message);
        this.trouble = Objects.requireNonNull(trouble);
    }

    public Trouble trouble() {
        return trouble;
    }
}
