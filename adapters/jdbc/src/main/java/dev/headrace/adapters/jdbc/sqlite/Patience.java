package dev.headrace.adapters.jdbc.sqlite;

import java.sql.SQLException;
import java.util.concurrent.locks.LockSupport;

/** Asks again while another process holds the lock, for a moment only. */
final class Patience {
    private static final long FIRST_PAUSE_NANOS = 50_000;
    private static final long LONGEST_PAUSE_NANOS = 5_000_000;
    private static final long TOTAL_NANOS = 50_000_000;

    private Patience() {}

    /** Something asked of SQLite that may be asked twice. */
    interface Question<T> {
        T ask() throws SQLException;
    }

    static <T> T with(Question<T> question) throws SQLException {
        long end = 0;
        long pause = FIRST_PAUSE_NANOS;
        while (true) {
            try {
                return question.ask();
            } catch (SQLException trouble) {
                long now = System.nanoTime();
                if (end == 0) {
                    end = now + TOTAL_NANOS;
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
