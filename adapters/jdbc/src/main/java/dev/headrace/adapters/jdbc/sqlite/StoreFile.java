package dev.headrace.adapters.jdbc.sqlite;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headrace.spi.store.StoreException;
import dev.headrace.spi.store.StoreException.Trouble;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.sqlite.SQLiteConfig.Pragma;
import org.sqlite.SQLiteOpenMode;
import org.sqlite.jdbc4.JDBC4Connection;

/** The file itself: how it comes to be, whether it is ours, and connections to it. */
final class StoreFile {
    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(US_ASCII);
    private static final int HEADER = 100;
    private static final int PAGE = 4096;
    private static final int PAGES_AT = 28;
    private static final int APPLICATION_AT = 68;
    private static final List<String> TABLES =
            List.of(
                    Journal.TABLE,
                    Runs.TABLE,
                    Versions.TABLE,
                    Messages.TABLE,
                    Results.TABLE,
                    Results.BY_TASK,
                    Results.BY_RUN);

    private final Path path;
    private final LogFile log;

    StoreFile(Path path) {
        this.path = path.toAbsolutePath();
        log = new LogFile(this.path);
    }

    Path path() {
        return path;
    }

    private Path folder() {
        return path.resolveSibling("");
    }

    /** Made whole under a private name, so that a store that exists is a store. */
    void createIfAbsent(Format format) {
        if (Files.exists(path)) {
            return;
        }
        if (!Files.isDirectory(folder())) {
            throw new StoreException(Trouble.BROKEN, folder() + " is no folder");
        }
        Path fresh =
                path.resolveSibling(
                        path.getFileName()
                                + "."
                                + ProcessHandle.current().pid()
                                + "-"
                                + System.nanoTime());
        try {
            create(fresh, format);
            publish(fresh);
        } catch (SQLException trouble) {
            throw Files.isWritable(folder()) ? Fault.exception(trouble) : readOnly();
        } catch (IOException trouble) {
            throw new StoreException(Trouble.BROKEN, "cannot make " + path, trouble);
        } finally {
            discard(fresh);
        }
    }

    private static void create(Path fresh, Format format) throws SQLException {
        try (Connection connection = connect(fresh, "", SQLiteOpenMode.CREATE, "OFF");
                Statement statement = connection.createStatement()) {
            var meta = new Meta(connection);
            meta.create(format.number());
            for (String table : TABLES) {
                statement.execute(table);
            }
            statement.execute("PRAGMA journal_mode = WAL");
        }
    }

    private void publish(Path fresh) throws IOException {
        sync(fresh, StandardOpenOption.WRITE);
        try {
            Files.createLink(path, fresh);
        } catch (FileAlreadyExistsException somebodyElseDid) {
            return;
        } catch (UnsupportedOperationException | FileSystemException noLinksHere) {
            Files.move(fresh, path);
        }
        sync(folder(), StandardOpenOption.READ);
    }

    private static void sync(Path what, StandardOpenOption how) throws IOException {
        try (FileChannel channel = FileChannel.open(what, how)) {
            channel.force(true);
        }
    }

    private static void discard(Path fresh) {
        try {
            for (String suffix : List.of("", "-wal", "-shm", "-journal")) {
                Files.deleteIfExists(fresh.resolveSibling(fresh.getFileName() + suffix));
            }
        } catch (IOException left) {
            // A file of no use stays; it is named so that nobody takes it for a store.
            return;
        }
    }

    /** Looks at the file without SQLite, which would take an empty one for a fresh database. */
    void refuseOthers() {
        ByteBuffer header = ByteBuffer.allocate(HEADER);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            while (header.hasRemaining() && channel.read(header) >= 0) {}
        } catch (IOException trouble) {
            throw new StoreException(Trouble.BROKEN, "cannot read " + path, trouble);
        }
        if (header.hasRemaining()) {
            throw Fault.corrupt(path + " is cut short");
        }
        if (!Arrays.equals(MAGIC, Arrays.copyOf(header.array(), MAGIC.length))) {
            throw Fault.corrupt(path + " is no SQLite database");
        }
        if (header.getInt(APPLICATION_AT) != Meta.APPLICATION) {
            throw Fault.corrupt(path + " does not say that it is a store of ours");
        }
        long pages = Integer.toUnsignedLong(header.getInt(PAGES_AT));
        if (size() < pages * PAGE && !log.isBegun()) {
            throw Fault.corrupt(path + " is cut short");
        }
        log.refuseWithoutHeader();
    }

    /** What SQLite would pass over without a word. */
    void refuseLostCommits(Connection connection) throws SQLException {
        log.refuseLostCommits(() -> {
            try {
                return WriteAheadLog.frames(connection);
            } catch (SQLException trouble) {
                // On a medium that may not be written SQLite does not say.
                if (Fault.of(trouble) != Fault.READ_ONLY) {
                    throw trouble;
                }
                return log.frames();
            }
        });
    }

    private long size() {
        try {
            return Files.size(path);
        } catch (IOException trouble) {
            throw new StoreException(Trouble.BROKEN, "cannot read " + path, trouble);
        }
    }

    void refuseIfReadOnly() {
        if (!Files.isWritable(path) || !Files.isWritable(folder())) {
            throw readOnly();
        }
    }

    private StoreException readOnly() {
        return new StoreException(Trouble.READ_ONLY, folder() + " may not be written");
    }

    /** For writing, every commit synced. */
    Connection writer() throws SQLException {
        return connect(path, "", SQLiteOpenMode.READWRITE, "FULL");
    }

    /**
     * For reading. On a medium that may not be written SQLite needs the shared index that the last
     * writer left; without it the file is taken as it is, if no commit waits beside it.
     */
    Connection reader() throws SQLException {
        if (Files.isWritable(folder()) || Files.exists(beside("-shm"))) {
            return connect(path, "", SQLiteOpenMode.READONLY, "FULL");
        }
        if (log.isBegun()) {
            throw new StoreException(
                    Trouble.READ_ONLY,
                    folder()
                            + " may not be written, and commits in "
                            + beside("-wal").getFileName()
                            + " are not yet in the database; copy the folder to a place that may"
                            + " be written");
        }
        return connect(path, "?immutable=1", SQLiteOpenMode.READONLY, "FULL");
    }

    private Path beside(String suffix) {
        return path.resolveSibling(path.getFileName() + suffix);
    }

    private static Connection connect(Path file, String how, SQLiteOpenMode mode, String sync)
            throws SQLException {
        var properties = new Properties();
        int flags = mode.flag | SQLiteOpenMode.OPEN_URI.flag | SQLiteOpenMode.NOMUTEX.flag;
        if (mode == SQLiteOpenMode.CREATE) {
            flags |= SQLiteOpenMode.READWRITE.flag;
        }
        properties.setProperty(Pragma.OPEN_MODE.pragmaName, Integer.toString(flags));
        properties.setProperty(Pragma.BUSY_TIMEOUT.pragmaName, "0");
        properties.setProperty(Pragma.JDBC_GET_GENERATED_KEYS.pragmaName, "false");
        String name = uri(file) + how;
        var connection = new JDBC4Connection("jdbc:sqlite:" + name, name, properties);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA synchronous = " + sync);
            statement.execute("PRAGMA temp_store = MEMORY");
            statement.execute("PRAGMA wal_autocheckpoint = 0");
            statement.execute("PRAGMA cache_size = -8000");
            return connection;
        } catch (SQLException trouble) {
            connection.close();
            throw trouble;
        }
    }

    /** The path as SQLite's URIs want it. */
    private static String uri(Path file) {
        var uri = new StringBuilder("file:");
        for (byte b : file.toAbsolutePath().toString().getBytes(UTF_8)) {
            if (b <= ' ' || b == '%' || b == '?' || b == '#' || b == 0x7f) {
                uri.append('%');
                uri.append(Character.toUpperCase(Character.forDigit((b >> 4) & 15, 16)));
                uri.append(Character.toUpperCase(Character.forDigit(b & 15, 16)));
            } else {
                uri.append((char) b);
            }
        }
        return uri.toString();
    }
}
