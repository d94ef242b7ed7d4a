package dev.headrace.adapters.jdbc.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The file that commits are written to. A commit that grows a file waits for the file system's own
 * journal, so this one is grown before it is needed and then written again from its start.
 */
final class WriteAheadLog {
    static final long SIZE = 4L << 20;
    private static final String LOOK = "PRAGMA wal_checkpoint(NOOP)";

    /** Pages not yet in the database at which a commit is followed by a checkpoint. */
    private static final int PAGES_MAX = 900;

    /** Pages worth a checkpoint when there is nothing else to do. */
    private static final int PAGES_IDLE = 200;

    private static final int PAGE = 4096;

    private final Path file;
    private final Transaction transaction;
    private final Prepared look;
    private final Prepared checkpoint;
    private final Prepared turn;
    private long pages;

    WriteAheadLog(Path database, Connection connection, Transaction transaction) {
        this.file = database.resolveSibling(database.getFileName() + "-wal");
        this.transaction = transaction;
        look = new Prepared(connection, LOOK);
        checkpoint = new Prepared(connection, "PRAGMA wal_checkpoint(PASSIVE)");
        turn = new Prepared(connection, "UPDATE meta SET value = value + 1 WHERE name = 'turned'");
    }

    /** Makes the log ready for commits that do not grow it, unless somebody else is at it. */
    void prepare() throws SQLException {
        try {
            if (size() < SIZE) {
                growLocked();
            } else {
                pages = left(look);
            }
        } catch (SQLException trouble) {
            if (Fault.of(trouble) != Fault.BUSY) {
                throw trouble;
            }
        }
    }

    /** The lock of the one writer is held, so that nobody writes where the zeros go. */
    private void growLocked() throws SQLException {
        transaction.run(() -> {
            grow();
            // The first write to a fresh log syncs twice: let it not be the first event.
            turn.update();
        });
        pages = 1;
    }

    private long size() {
        try {
            return Files.size(file);
        } catch (IOException absent) {
            return 0;
        }
    }

    private void grow() {
        try (FileChannel log = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long before = log.size();
            try {
                ByteBuffer zeros = ByteBuffer.allocate(1 << 20);
                for (long at = before; at < SIZE; ) {
                    zeros.clear().limit((int) Math.min(zeros.capacity(), SIZE - at));
                    at += log.write(zeros, at);
                }
                log.force(false);
            } catch (IOException noRoom) {
                log.truncate(before);
            }
        } catch (IOException unwilling) {
            // Commits are slower then, and say themselves what is wrong.
            return;
        }
    }

    /** Counts the pages that were written; most rows change one page, and some four. */
    void wrote(long bytes, int rows) {
        pages += 2L * rows + bytes / PAGE;
    }

    boolean isLong() {
        return pages >= PAGES_MAX;
    }

    boolean isWorthIt() {
        return pages >= PAGES_IDLE;
    }

    /** Takes what the log holds into the database, as far as readers let it, and starts it anew. */
    void checkpoint() throws SQLException {
        pages = left(checkpoint);
        if (pages == 0) {
            transaction.run(turn::update);
            pages = 1;
        }
    }

    /** How many of the log's frames count, as SQLite has found when it opened it. */
    static long frames(Connection connection) throws SQLException {
        return Patience.with(() -> {
            try (Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery(LOOK)) {
                return result.next() ? result.getLong(2) : 0;
            }
        });
    }

    /** The pages that are not yet in the database. */
    private static long left(Prepared checkpoint) throws SQLException {
        try (ResultSet result = checkpoint.query()) {
            return result.next() ? result.getLong(2) - result.getLong(3) : 0;
        }
    }
}
