package dev.headrace.adapters.jdbc.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.spec.run.RunId;
import dev.headrace.spi.store.EventStore;
import dev.headrace.spi.store.EventStore.Batch;
import dev.headrace.spi.store.EventStore.RunRow;
import dev.headrace.spi.store.StoreException;
import dev.headrace.spi.store.StoreException.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is not what we wrote is refused, and not touched. */
final class DamagedStoreTest {
    private static final int PAGE = 4096;

    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void aStoreWithSomethingInIt() throws IOException {
        file = folder.resolve("headrace.db");
        try (var store = SqliteStore.open(file)) {
            store.keepVersion("sha256:1", "{\"flow\":\"" + "x".repeat(6000) + "\"}");
            for (int run = 0; run < 8; run++) {
                var id = new RunId("run0000" + run);
                var row =
                        new RunRow(
                                id, "f", "v", "running", "o", 1, Instant.EPOCH, Optional.empty());
                var batches = new ArrayList<Batch>();
                for (int n = 1; n <= 40; n++) {
                    String events = "[" + "\"event\",".repeat(n * (run + 1)) + "0]";
                    batches.add(new Batch(id, n, 1, Instant.EPOCH, events, Optional.of(row)));
                }
                store.append(batches);
                store.send(id, "message");
            }
        }
        everythingIntoTheDatabase();
    }

    /** Then the database alone is the store. */
    private void everythingIntoTheDatabase() throws IOException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        } catch (SQLException trouble) {
            throw new IOException(trouble);
        }
        Files.deleteIfExists(folder.resolve("headrace.db-wal"));
        Files.deleteIfExists(folder.resolve("headrace.db-shm"));
    }

    private void refused(byte[] content) throws IOException {
        Files.write(file, content);
        for (boolean writing : new boolean[] {true, false}) {
            assertThatThrownBy(
                            () -> {
                                try (var store =
                                        writing ? SqliteStore.open(file) : SqliteStore.read(file)) {
                                    everything(store);
                                }
                            })
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            no -> assertThat(no.trouble()).isEqualTo(Trouble.CORRUPT));
            assertThat(Files.readAllBytes(file)).isEqualTo(content);
        }
    }

    private static List<Object> everything(EventStore store) {
        var all = new ArrayList<Object>();
        all.add(store.version("sha256:1"));
        for (RunRow row : store.runs(1000, Optional.empty())) {
            all.add(row);
            all.add(store.read(row.run(), 1, Integer.MAX_VALUE));
            all.add(store.messages(row.run()));
        }
        return all;
    }

    @Test
    void an_empty_file_is_no_store() throws IOException {
        refused(new byte[0]);
    }

    @Test
    void garbage_is_no_store() throws IOException {
        refused("this is not a database, but text".repeat(500).getBytes(UTF_8));
    }

    @Test
    void a_database_of_somebody_else_is_no_store() throws IOException {
        byte[] content = Files.readAllBytes(file);
        content[68] ^= 1;
        refused(content);
    }

    @Test
    void a_header_that_is_cut_short_is_refused() throws IOException {
        refused(Arrays.copyOf(Files.readAllBytes(file), 60));
    }

    @Test
    void a_file_that_is_cut_short_is_refused() throws IOException {
        byte[] content = Files.readAllBytes(file);
        refused(Arrays.copyOf(content, 3 * PAGE));
        refused(Arrays.copyOf(content, content.length - PAGE));
        refused(Arrays.copyOf(content, content.length - 100));
    }

    @Test
    void a_file_whose_first_page_is_zeros_behind_the_header_is_refused() throws IOException {
        byte[] content = Files.readAllBytes(file);
        Arrays.fill(content, 100, PAGE, (byte) 0);
        refused(content);
    }

    @Test
    void a_page_of_zeros_or_of_noise_is_never_taken_for_content() throws IOException {
        byte[] content = Files.readAllBytes(file);
        List<Object> truth = truth();
        for (int page = 1; page < content.length / PAGE; page++) {
            for (byte fill : new byte[] {0, 'x'}) {
                byte[] damaged = content.clone();
                Arrays.fill(damaged, page * PAGE, (page + 1) * PAGE, fill);
                neverOtherContent(truth, damaged, "page " + page + " all " + fill);
            }
        }
    }

    @Test
    void a_changed_byte_is_never_taken_for_content() throws IOException {
        byte[] content = Files.readAllBytes(file);
        List<Object> truth = truth();
        for (int at = PAGE; at < content.length; at += 1999) {
            byte[] damaged = content.clone();
            damaged[at] ^= 0x55;
            neverOtherContent(truth, damaged, "byte " + at);
        }
    }

    private List<Object> truth() {
        try (var store = SqliteStore.read(file)) {
            return everything(store);
        }
    }

    private void neverOtherContent(List<Object> truth, byte[] damaged, String what)
            throws IOException {
        Files.write(file, damaged);
        try (var store = SqliteStore.read(file)) {
            List<Object> found = everything(store);
            for (int i = 0; i < truth.size(); i++) {
                assertThat(found.get(i).equals(truth.get(i))).as(what + ", part " + i).isTrue();
            }
        } catch (StoreException found) {
            assertThat(found.trouble()).as(what).isEqualTo(Trouble.CORRUPT);
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(damaged);
    }
}
