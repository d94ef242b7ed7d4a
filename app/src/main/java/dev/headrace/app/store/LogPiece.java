package dev.headrace.app.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headrace.spec.run.AttemptId;
import java.io.PrintStream;

/** A piece of what an attempt wrote. */
public final class LogPiece {
    private final AttemptId attempt;
    private final byte[] bytes;

    LogPiece(AttemptId attempt, byte[] bytes) {
        this.attempt = attempt;
        this.bytes = bytes;
    }

    public AttemptId attempt() {
        return attempt;
    }

    public String text() {
        return new String(bytes, UTF_8);
    }

    /** As it was written, byte for byte. */
    public void copy(PrintStream out) {
        out.writeBytes(bytes);
    }
}
