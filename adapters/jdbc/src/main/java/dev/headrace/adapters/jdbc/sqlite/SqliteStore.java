package dev.headrace.adapters.jdbc.sqlite;

import dev.headrace.spec.run.RunId;
import dev.headrace.spi.store.EventStore;
import dev.headrace.spi.store.StoreException;
import dev.headrace.spi.store.StoreException.Trouble;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Journals in one SQLite file. A commit is one write to the log and one sync of it, made by the
 * thread that asks.
 *
 * <p>SQLite is native code that waits in system calls: not for virtual threads.
 */
public final class SqliteStore implements EventStore {
    private static final long OPENING_NANOS = 10_000_000_000L;
    private static final long OPENING_PAUSE_NANOS = 5_000_000;

    private final Connection connection;

    /**
     * Reads only, and so cannot remove the log when it is the last to go: the log stays as long as
     * it has grown.
     */
    private final Optional<Connection> keeper;

    private final Transaction transaction;
    private final WriteAheadLog log;
    private final Journal journal;
    private final Runs runs;
    private final Versions versions;
    private final Messages messages;
    private final Results results;

    private SqliteStore(StoreFile file, Connection connection, Optional<Connection> keeper) {
        this.connection = connection;
        this.keeper = keeper;
        transaction = new Transaction(connection);
        log = new WriteAheadLog(file.path(), connection, transaction);
        journal = new Journal(connection);
        runs = new Runs(connection);
        versions = new Versions(connection);
        messages = new Messages(connection);
        results = new Results(connection);
    }

    /**
     * Opens the store for writing; makes it if it is not there. Its folder must be, on a disk of
     * this machine.
     */
    public static SqliteStore open(Path path) {
        return open(path, Format.TODAY);
    }

    static SqliteStore open(Path path, Format format) {
        long end = System.nanoTime() + OPENING_NANOS;
        while (true) {
            try {
                return opened(path, format);
            } catch (StoreException trouble) {
                // Another process may be making it just now.
                if (trouble.trouble() != Trouble.PASSING || System.nanoTime() - end >= 0) {
                    throw trouble;
                }
                LockSupport.parkNanos(OPENING_PAUSE_NANOS);
            }
        }
    }

    private static SqliteStore opened(Path path, Format format) {
        var file = new StoreFile(path);
        file.createIfAbsent(format);
        file.refuseOthers();
        file.refuseIfReadOnly();
        try (var opening = new Opening()) {
            Connection keeper = opening.add(file.reader());
            int found = new Meta(keeper).format();
            file.refuseLostCommits(keeper);
            format.refuseNewer(found);
            Connection writer = opening.add(file.writer());
            format.migrate(file.path(), writer);
            var store = new SqliteStore(file, writer, Optional.of(keeper));
            store.log.prepare();
            opening.succeeded();
            return store;
        } catch (SQLException trouble) {
            throw Fault.exception(trouble);
        }
    }

    /**
     * Opens the store for reading. Needs no owner, waits for nobody, and writes nothing but
     * SQLite's own index of the log beside the file.
     */
    public static SqliteStore read(Path path) {
        var file = new StoreFile(path);
        file.refuseOthers();
        try (var opening = new Opening()) {
            Connection reader = opening.add(file.reader());
            int format = new Meta(reader).format();
            file.refuseLostCommits(reader);
            Format.TODAY.refuseNewer(format);
            if (format < Format.TODAY.number()) {
                throw new StoreException(
                        Trouble.BROKEN,
                        "the store has the older format "
                                + format
                                + "; any command that writes to it brings it up to date");
            }
            opening.succeeded();
            return new SqliteStore(file, reader, Optional.empty());
        } catch (SQLException trouble) {
            throw Fault.exception(trouble);
        }
    }

    @Override
    public Appended append(List<Batch> batches) {
        if (batches.isEmpty()) {
            return new Appended.Committed();
        }
        var fenced = new ArrayList<RunId>();
        try {
            transaction.begin();
            try {
                for (Batch batch : batches) {
                    if (!fenced.contains(batch.run()) && !journal.append(batch)) {
                        fenced.add(batch.run());
                    }
                    if (fenced.isEmpty() && batch.row().isPresent()) {
                        runs.keep(batch.row().get());
                    }
                    if (fenced.isEmpty()) {
                        for (Entry entry : batch.kept()) {
                            results.keep(entry);
                        }
                    }
                }
            } catch (SQLException | RuntimeException trouble) {
                transaction.undo(trouble);
                throw trouble;
            }
            if (!fenced.isEmpty()) {
                transaction.rollback();
                return new Appended.Fenced(List.copyOf(fenced));
            }
        } catch (SQLException trouble) {
            return refused(trouble);
        }
        try {
            transaction.commit();
        } catch (SQLException trouble) {
            transaction.undo(trouble);
            return uncertain(trouble);
        }
        committed(batches);
        return new Appended.Committed();
    }

    private static Appended refused(SQLException trouble) {
        Fault fault = Fault.of(trouble);
        return switch (fault) {
            case BUSY, OTHER, CONFLICT -> new Appended.Refused(why(trouble), false);
            case FULL, DISK, READ_ONLY -> new Appended.Refused(why(trouble), true);
            case CORRUPT -> throw Fault.exception(trouble);
        };
    }

    /** A commit whose frames were not written is none; one whose sync failed may be one. */
    private static Appended uncertain(SQLException trouble) {
        Fault fault = Fault.of(trouble);
        return switch (fault) {
            case BUSY -> new Appended.Refused(why(trouble), false);
            case FULL, READ_ONLY -> new Appended.Refused(why(trouble), true);
            case OTHER, DISK, CONFLICT -> new Appended.Unknown(why(trouble));
            case CORRUPT -> throw Fault.exception(trouble);
        };
    }

    private static String why(SQLException trouble) {
        return "the store " + Fault.of(trouble).words() + " (" + trouble.getMessage() + ")";
    }

    private void committed(List<Batch> batches) {
        long bytes = 0;
        int rows = 0;
        for (Batch batch : batches) {
            bytes += batch.events().length();
            rows += batch.row().isPresent() ? 2 : 1;
            for (Entry entry : batch.kept()) {
                bytes += entry.parts().length() + entry.made().length();
                rows += 3;
            }
        }
        log.wrote(bytes, rows);
        if (log.isLong()) {
            checkpoint();
        }
    }

    /** Work that may be done while nothing else is to do: the log is emptied into the database. */
    public void tidy() {
        if (keeper.isPresent() && log.isWorthIt()) {
            checkpoint();
        }
    }

    private void checkpoint() {
        try {
            log.checkpoint();
        } catch (SQLException trouble) {
            // What is committed is committed. Room, or the lock, will be there another time, and
            // if not, the next commit says so.
            if (Fault.of(trouble) == Fault.CORRUPT) {
                throw Fault.exception(trouble);
            }
        }
    }

    @Override
    public List<Batch> read(RunId run, long fromSequence, int limit) {
        return asked(() -> journal.read(run, fromSequence, limit));
    }

    @Override
    public void keepVersion(String digest, String spec) {
        written(spec.length(), () -> versions.keep(digest, spec));
    }

    @Override
    public Optional<String> version(String digest) {
        return asked(() -> versions.read(digest));
    }

    @Override
    public List<RunRow> runs(int limit, Optional<RunId> before) {
        return asked(() -> runs.page(limit, before));
    }

    @Override
    public Optional<RunRow> run(RunId run) {
        return asked(() -> runs.one(run));
    }

    @Override
    public List<RunId> named(String prefix, int limit) {
        return asked(() -> runs.named(prefix, limit));
    }

    @Override
    public void forget(RunId run) {
        written(
                0,
                () -> {
                    journal.forget(run);
                    runs.forget(run);
                    messages.forget(run);
                    results.forget(run);
                });
    }

    @Override
    public Optional<Entry> cached(String key) {
        return asked(() -> results.one(key));
    }

    @Override
    public List<Entry> cachedLately(String task, int limit) {
        return asked(() -> results.lately(task, limit));
    }

    @Override
    public void send(RunId run, String message) {
        written(message.length(), () -> messages.send(run, message));
    }

    @Override
    public List<Message> messages(RunId run) {
        return asked(() -> messages.read(run));
    }

    @Override
    public void taken(RunId run, long message) {
        written(0, () -> messages.taken(run, message));
    }

    private static <T> T asked(Patience.Question<T> question) {
        try {
            return Patience.with(question);
        } catch (SQLException trouble) {
            throw Fault.exception(trouble);
        }
    }

    private void written(long bytes, Transaction.Writing writing) {
        try {
            transaction.run(writing);
        } catch (SQLException trouble) {
            throw Fault.exception(trouble);
        }
        log.wrote(bytes, 1);
    }

    @Override
    public void close() {
        try (var closing = new Opening()) {
            keeper.ifPresent(closing::add);
            closing.add(connection);
            tidy();
        } catch (SQLException trouble) {
            throw Fault.exception(trouble);
        }
    }
}
