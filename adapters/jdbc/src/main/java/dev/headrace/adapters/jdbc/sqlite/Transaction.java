package dev.headrace.adapters.jdbc.sqlite;

import java.sql.Connection;
import java.sql.SQLException;

/** Writes that happen together. The lock is taken at once, so that it can be waited for. */
final class Transaction {
    private final Prepared begin;
    private final Prepared commit;
    private final Prepared rollback;

    Transaction(Connection connection) {
        begin = new Prepared(connection, "BEGIN IMMEDIATE");
        commit = new Prepared(connection, "COMMIT");
        rollback = new Prepared(connection, "ROLLBACK");
    }

    /** Writes. */
    interface Writing {
        void write() throws SQLException;
    }

    /** Does not wait long for another writer. */
    void begin() throws SQLException {
        Patience.brief(begin::update);
    }

    void commit() throws SQLException {
        commit.update();
    }

    /** Leaves nothing of the transaction, whatever became of it. */
    void undo(Throwable cause) {
        try {
            rollback.update();
        } catch (SQLException trouble) {
            // SQLite has undone it by itself, as it does when the disk is full.
            cause.addSuppressed(trouble);
        }
    }

    void rollback() throws SQLException {
        rollback.update();
    }

    void run(Writing writing) throws SQLException {
        Patience.with(begin::update);
        try {
            writing.write();
            commit();
        } catch (SQLException | RuntimeException trouble) {
            undo(trouble);
            throw trouble;
        }
    }
}
