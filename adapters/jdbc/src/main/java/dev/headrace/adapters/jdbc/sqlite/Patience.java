package dev.headrace.adapters.jdbc.sqlite;

import java.sql.SQLException;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks again while another process holds the lock: for a moment on the loop's path, longer off it.
 */
final class Patience {
    private static final long FIRST_PAUSE_NANOS = 50_000;
    private static final long LONGEST_PAUSE_NANOS = 5_000_000;
    private static final long MOMENT_NANOS = 50_000_000;
    private static final long LONG_NANOS = 5_000_000_000L;

    private Patience() {}

    /** Something asked of SQLite that may be asked twice. */
    interface Question<T> {
        T ask() throws SQLException;
    }

    /** For a moment: whoever asks has something else to do meanwhile. */
    static <T> T brief(Question<T> question) throws SQLException {
        return with(question, MOMENT_NANOS);
    }

    /** For as long as another process may reasonably take. */
    static <T> T with(Question<T> question) throws SQLException {
        return with(question, LONG_NANOS);
    }

    private static <T> T with(Question<T> question, long total) throws SQLException {
        long end = 0;
        long pause = FIRST_PAUSE_NANOS;
        while (true) {
            try {
                return question.ask();
            } catch (SQLException trouble) {
                long now = System.nanoTime();
                if (end == 0) {
                    end = now + total;
                }
                if (Fault.of(trouble) != Fault.BUSY || now - end >= 0) {
                    throw trouble;
                }
                LockSupport.parkNanos(pause);
                pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
            }
        }
    }
}
