package dev.headrace.adapters.jdbc.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.spec.run.RunId;
import dev.headrace.spi.store.EventStore;
import dev.headrace.spi.store.EventStore.Appended;
import dev.headrace.spi.store.EventStore.Appended.Committed;
import dev.headrace.spi.store.EventStore.Appended.Refused;
import dev.headrace.spi.store.EventStore.Batch;
import dev.headrace.spi.store.EventStore.RunRow;
import dev.headrace.spi.store.StoreException;
import dev.headrace.spi.store.StoreException.Trouble;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of a store, in good days and bad. */
final class StoreFileTest {
    private static final RunId A = new RunId("run00001");

    @TempDir Path folder;

    private Path file() {
        return folder.resolve("headrace.db");
    }

    private static Batch batch(long sequence) {
        return batch(sequence, "[\"event\"]");
    }

    private static Batch batch(long sequence, String events) {
        return new Batch(A, sequence, 1, Instant.EPOCH, events, Optional.empty());
    }

    private static int length(EventStore store) {
        return store.read(A, 1, Integer.MAX_VALUE).size();
    }

    private static void troubled(Trouble trouble, Runnable doing) {
        assertThatThrownBy(doing::run)
                .isInstanceOfSatisfying(
                        StoreException.class,
                        no -> assertThat(no.trouble()).as(no.getMessage()).isEqualTo(trouble));
    }

    private void sql(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void a_new_store_leaves_no_other_files() throws IOException {
        SqliteStore.open(file()).close();
        assertThat(names()).containsExactly("headrace.db", "headrace.db-shm", "headrace.db-wal");
    }

    @Test
    void any_name_of_a_folder_will_do() throws IOException {
        Path odd = Files.createDirectory(folder.resolve("a b%20c?mode=ro#ü ß'\"😀"));
        Path file = odd.resolve("headrace.db");
        try (var store = SqliteStore.open(file)) {
            store.append(List.of(batch(1)));
        }
        try (var store = SqliteStore.read(file)) {
            assertThat(length(store)).isEqualTo(1);
        }
    }

    @Test
    void there_must_be_a_folder_to_write_and_a_store_to_read() {
        troubled(Trouble.BROKEN, () -> SqliteStore.open(folder.resolve("none/headrace.db")));
        troubled(Trouble.BROKEN, () -> SqliteStore.read(file()));
        assertThat(file()).doesNotExist();
    }

    @Test
    void many_may_make_the_store_at_once() throws Exception {
        var stores = new ArrayList<Thread>();
        var failures = new ArrayList<Throwable>();
        for (int n = 0; n < 8; n++) {
            Thread thread = Thread.ofPlatform().unstarted(() -> SqliteStore.open(file()).close());
            thread.setUncaughtExceptionHandler((_, failure) -> {
                synchronized (failures) {
                    failures.add(failure);
                }
            });
            stores.add(thread);
        }
        stores.forEach(Thread::start);
        for (Thread thread : stores) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        assertThat(names()).containsExactly("headrace.db", "headrace.db-shm", "headrace.db-wal");
    }

    @Test
    void commits_do_not_grow_the_log_and_neither_does_opening_again() throws IOException {
        Path log = folder.resolve("headrace.db-wal");
        long sequence = 1;
        for (int opening = 0; opening < 3; opening++) {
            try (var store = SqliteStore.open(file())) {
                for (int n = 0; n < 600; n++) {
                    assertThat(store.append(List.of(batch(sequence++)))).isEqualTo(new Committed());
                    if (n % 100 == 0) {
                        store.tidy();
                    }
                }
                assertThat(Files.size(log)).isEqualTo(WriteAheadLog.SIZE);
            }
            assertThat(Files.size(log)).isEqualTo(WriteAheadLog.SIZE);
        }
    }

    @Test
    void a_log_that_somebody_removed_is_made_again() throws Exception {
        SqliteStore.open(file()).close();
        sql("SELECT * FROM meta");
        Path log = folder.resolve("headrace.db-wal");
        assertThat(log).doesNotExist();
        SqliteStore.open(file()).close();
        assertThat(Files.size(log)).isEqualTo(WriteAheadLog.SIZE);
    }

    @Test
    void a_store_that_is_locked_refuses_and_is_usable_again() throws SQLException {
        try (var store = SqliteStore.open(file());
                Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            assertThat(store.append(List.of(batch(1))))
                    .isInstanceOfSatisfying(Refused.class, no -> assertThat(no.full()).isFalse());
            troubled(Trouble.PASSING, () -> store.send(A, "cancel"));
            assertThat(length(store)).isZero();
            statement.execute("ROLLBACK");
            assertThat(store.append(List.of(batch(1)))).isEqualTo(new Committed());
        }
    }

    @Test
    void a_newer_format_is_refused_and_nothing_is_written() throws Exception {
        SqliteStore.open(file()).close();
        sql("UPDATE meta SET value = 4 WHERE name = 'format'");
        byte[] content = Files.readAllBytes(file());
        troubled(Trouble.NEWER, () -> SqliteStore.open(file()));
        troubled(Trouble.NEWER, () -> SqliteStore.read(file()));
        assertThat(Files.readAllBytes(file())).isEqualTo(content);
    }

    @Test
    void a_newer_format_that_is_still_in_the_log_is_refused_too() throws Exception {
        var open = SqliteStore.open(file());
        sql("UPDATE meta SET value = 4 WHERE name = 'format'");
        byte[] content = Files.readAllBytes(file());
        byte[] log = Files.readAllBytes(folder.resolve("headrace.db-wal"));
        troubled(Trouble.NEWER, () -> SqliteStore.open(file()));
        troubled(Trouble.NEWER, () -> SqliteStore.read(file()));
        assertThat(Files.readAllBytes(file())).isEqualTo(content);
        assertThat(Files.readAllBytes(folder.resolve("headrace.db-wal"))).isEqualTo(log);
        open.close();
    }

    /** Today's format, and some that come later. */
    private static Format after(List<List<String>> steps) {
        return new Format(Stream.concat(Format.TODAY.steps().stream(), steps.stream()).toList());
    }

    @Test
    void runs_of_the_first_format_are_read_from_their_beginning() throws SQLException {
        var row = new RunRow(A, "f", "v", "running", "o", 1, Instant.EPOCH, Optional.empty());
        try (var store = SqliteStore.open(file())) {
            store.append(List.of(new Batch(A, 1, 1, Instant.EPOCH, "[]", Optional.of(row))));
        }
        sql("ALTER TABLE run DROP COLUMN base", "DROP TABLE result");
        sql("UPDATE meta SET value = 1 WHERE name = 'format'");
        try (var store = SqliteStore.open(file())) {
            assertThat(store.run(A)).contains(row);
        }
        assertThat(folder.resolve("headrace.db.format-1")).exists();
    }

    @Test
    void a_store_of_the_second_format_keeps_results_from_now_on() throws SQLException {
        SqliteStore.open(file()).close();
        sql("DROP TABLE result", "UPDATE meta SET value = 2 WHERE name = 'format'");
        try (var store = SqliteStore.open(file())) {
            assertThat(store.cached("k1")).isEmpty();
        }
        assertThat(folder.resolve("headrace.db.format-2")).exists();
    }

    @Test
    void an_older_format_is_copied_then_brought_up_to_date() throws SQLException {
        try (var store = SqliteStore.open(file())) {
            store.append(List.of(batch(1)));
        }
        var later =
                after(
                        List.of(
                                List.of(
                                        "ALTER TABLE run ADD COLUMN labels TEXT",
                                        "CREATE TABLE label(name TEXT)"),
                                List.of("INSERT INTO label VALUES('new')")));
        try (var store = SqliteStore.open(file(), later)) {
            assertThat(length(store)).isEqualTo(1);
        }
        sql("SELECT labels FROM run");
        troubled(Trouble.NEWER, () -> SqliteStore.open(file()));
        Path copy = folder.resolve("headrace.db.format-" + Format.TODAY.number());
        try (var store = SqliteStore.open(copy)) {
            assertThat(length(store)).isEqualTo(1);
        }
    }

    @Test
    void a_migration_that_fails_changes_nothing() {
        SqliteStore.open(file()).close();
        var wrong = after(List.of(List.of("CREATE TABLE label(name TEXT)", "NONSENSE")));
        troubled(Trouble.BROKEN, () -> SqliteStore.open(file(), wrong));
        assertThatCode(() -> SqliteStore.open(file()).close()).doesNotThrowAnyException();
        assertThatThrownBy(() -> sql("SELECT * FROM label")).isInstanceOf(SQLException.class);
    }

    @Test
    void text_that_would_come_back_changed_is_a_bug_of_the_caller() {
        try (var store = SqliteStore.open(file())) {
            assertThatThrownBy(() -> store.append(List.of(batch(1, "\ud800"))))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> store.send(A, "\udc00x"))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(store.append(List.of(batch(1)))).isEqualTo(new Committed());
        }
    }

    @Test
    void a_full_disk_refuses_loses_nothing_and_goes_on_when_there_is_room() throws Exception {
        try (var disk = Tmpfs.mount(folder, "6m")) {
            int committed = 0;
            try (var store = SqliteStore.open(file())) {
                String large = "x".repeat(100_000);
                Appended last = store.append(List.of(batch(1, large)));
                while (last instanceof Committed) {
                    committed++;
                    last = store.append(List.of(batch(committed + 1, large)));
                }
                assertThat(last)
                        .isInstanceOfSatisfying(
                                Refused.class, no -> assertThat(no.full()).isTrue());
                assertThat(committed).isGreaterThan(10);
                assertThat(length(store)).isEqualTo(committed);
                troubled(Trouble.FULL, () -> store.keepVersion("sha256:1", large));
                store.tidy();
                try (var reader = SqliteStore.read(file())) {
                    assertThat(length(reader)).isEqualTo(committed);
                }
                disk.resize("40m");
                assertThat(store.append(List.of(batch(committed + 1, large))))
                        .isEqualTo(new Committed());
            }
            try (var store = SqliteStore.open(file())) {
                assertThat(length(store)).isEqualTo(committed + 1);
            }
        }
    }

    @Test
    void a_disk_without_room_for_a_store_says_so_and_keeps_nothing() throws Exception {
        try (var _ = Tmpfs.mount(folder, "16k")) {
            troubled(Trouble.FULL, () -> SqliteStore.open(file()));
            assertThat(names()).isEmpty();
        }
    }

    @Test
    void a_disk_without_room_for_a_grown_log_will_do() throws Exception {
        try (var _ = Tmpfs.mount(folder, "1m");
                var store = SqliteStore.open(file())) {
            assertThat(store.append(List.of(batch(1)))).isEqualTo(new Committed());
        }
    }

    @Test
    void a_medium_that_may_not_be_written_is_read_whatever_lies_beside_the_database()
            throws Exception {
        try (var disk = Tmpfs.mount(folder, "20m")) {
            try (var store = SqliteStore.open(file())) {
                store.append(List.of(batch(1), batch(2)));
            }
            Path bare = Files.createDirectory(folder.resolve("bare")).resolve("headrace.db");
            sql("PRAGMA wal_checkpoint(TRUNCATE)");
            Files.copy(file(), bare);
            try (var store = SqliteStore.open(file())) {
                store.append(List.of(batch(3)));
            }
            Path pending = Files.createDirectory(folder.resolve("pending")).resolve("headrace.db");
            Files.copy(file(), pending);
            Files.copy(
                    folder.resolve("headrace.db-wal"), pending.resolveSibling("headrace.db-wal"));
            disk.readOnly();
            try (var reader = SqliteStore.read(file())) {
                assertThat(length(reader)).isEqualTo(3);
            }
            try (var reader = SqliteStore.read(bare)) {
                assertThat(length(reader)).isEqualTo(2);
            }
            troubled(Trouble.READ_ONLY, () -> SqliteStore.read(pending));
            troubled(Trouble.READ_ONLY, () -> SqliteStore.open(file()));
            troubled(Trouble.READ_ONLY, () -> SqliteStore.open(folder.resolve("new.db")));
        }
    }

    @Test
    void what_a_killed_writer_has_committed_is_read_and_its_store_goes_on() throws Exception {
        Process writer =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Endless.class.getName(),
                                file().toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        int said = 0;
        try (BufferedReader lines = writer.inputReader()) {
            while (said < 250) {
                said = Integer.parseInt(lines.readLine());
            }
            try (var reader = SqliteStore.read(file())) {
                assertThat(length(reader)).isGreaterThanOrEqualTo(said);
            }
            writer.destroyForcibly().waitFor();
        }
        int found;
        try (var reader = SqliteStore.read(file())) {
            found = length(reader);
            assertThat(found).isGreaterThanOrEqualTo(said);
        }
        try (var store = SqliteStore.open(file())) {
            assertThat(length(store)).isEqualTo(found);
            assertThat(store.append(List.of(batch(found + 1)))).isEqualTo(new Committed());
        }
    }

    /** Commits until it is killed, and says after each how many there are. */
    static final class Endless {
        private Endless() {}

        public static void main(String[] args) {
            try (var store = SqliteStore.open(Path.of(args[0]))) {
                long sequence = 1;
                while (store.append(List.of(batch(sequence))) instanceof Committed) {
                    System.out.println(sequence++);
                }
            }
        }
    }
}
