package dev.headrace.adapters.jdbc.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.spec.run.RunId;
import dev.headrace.spi.store.EventStore.Appended.Committed;
import dev.headrace.spi.store.EventStore.Batch;
import dev.headrace.spi.store.StoreException;
import dev.headrace.spi.store.StoreException.Trouble;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A log in which something that was committed cannot be read is refused. What a kill, or a loss of
 * power, has left half-written at its end never counted, and is nothing.
 */
final class DamagedLogTest {
    private static final RunId RUN = new RunId("run00001");
    private static final int COMMITS = 12;
    private static final int HEADER = 32;
    private static final int FRAME = 24 + 4096;

    @TempDir Path folder;
    private Path file;
    private Path log;

    @BeforeEach
    void aStoreWithCommitsInItsLog() {
        file = folder.resolve("headrace.db");
        log = folder.resolve("headrace.db-wal");
        try (var store = SqliteStore.open(file)) {
            for (int n = 1; n <= COMMITS; n++) {
                append(store, n, 100);
            }
        }
    }

    private static void append(SqliteStore store, int sequence, int size) {
        var batch =
                new Batch(
                        RUN,
                        sequence,
                        1,
                        Instant.EPOCH,
                        "[\"" + "x".repeat(size) + "\"]",
                        Optional.empty());
        assertThat(store.append(List.of(batch))).isEqualTo(new Committed());
    }

    private static int events(SqliteStore store) {
        return store.read(RUN, 1, Integer.MAX_VALUE).size();
    }

    private int events() {
        try (var store = SqliteStore.read(file)) {
            return events(store);
        }
    }

    /** Where each commit ends: the numbers of the frames that say so, from 1. */
    private List<Integer> commits() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(log));
        var commits = new ArrayList<Integer>();
        for (int frame = 1; frame * FRAME + HEADER <= bytes.capacity(); frame++) {
            int at = HEADER + (frame - 1) * FRAME;
            if (bytes.getLong(at + 8) == bytes.getLong(16) && bytes.getInt(at + 4) != 0) {
                commits.add(frame);
            }
        }
        return commits;
    }

    private void refused(byte[] content, String what) throws IOException {
        byte[] database = Files.readAllBytes(file);
        Files.write(log, content);
        // More than once: to look must not take away what there is to see.
        for (boolean writing : new boolean[] {false, true, false}) {
            assertThatThrownBy(
                            () -> {
                                try (var store =
                                        writing ? SqliteStore.open(file) : SqliteStore.read(file)) {
                                    events(store);
                                }
                            })
                    .as(what)
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            no -> assertThat(no.trouble()).isEqualTo(Trouble.CORRUPT));
        }
        assertThat(Files.readAllBytes(log)).as(what).isEqualTo(content);
        assertThat(Files.readAllBytes(file)).as(what).isEqualTo(database);
    }

    @Test
    void a_log_whose_header_was_changed_is_refused() throws IOException {
        byte[] content = Files.readAllBytes(log);
        for (int at = 0; at < HEADER; at++) {
            byte[] damaged = content.clone();
            damaged[at] ^= 0x10;
            refused(damaged, "byte " + at);
        }
        Arrays.fill(content, 0, HEADER, (byte) 0);
        refused(content, "no header");
    }

    @Test
    void a_commit_that_another_followed_is_missed_wherever_it_was_changed() throws IOException {
        byte[] content = Files.readAllBytes(log);
        List<Integer> commits = commits();
        assertThat(commits).hasSizeGreaterThan(COMMITS);
        int end = HEADER + commits.get(commits.size() - 2) * FRAME;
        // The last is not followed by two: its own header may be what is left of a torn one.
        int[] inFrame = {0, 3, 8, 15, 24, 600, 4000, FRAME - 1};
        for (int frame = HEADER; frame < end - FRAME; frame += FRAME) {
            for (int at : inFrame) {
                byte[] damaged = content.clone();
                damaged[frame + at] ^= 0x10;
                refused(damaged, "byte " + (frame + at));
            }
        }
    }

    @Test
    void on_a_medium_that_may_not_be_written_it_is_missed_too() throws Exception {
        byte[] database = Files.readAllBytes(file);
        byte[] content = Files.readAllBytes(log);
        try (var disk = Tmpfs.mount(folder, "20m")) {
            SqliteStore.open(file).close();
            Files.write(file, database);
            content[HEADER + 2 * FRAME + 100] ^= 0x10;
            Files.write(log, content);
            disk.readOnly();
            assertThatThrownBy(() -> SqliteStore.read(file).close())
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            no -> assertThat(no.trouble()).isEqualTo(Trouble.CORRUPT));
        }
    }

    @Test
    void zeros_and_noise_over_some_commits_are_missed() throws IOException {
        byte[] content = Files.readAllBytes(log);
        for (byte fill : new byte[] {0, 'x'}) {
            byte[] damaged = content.clone();
            Arrays.fill(damaged, HEADER + FRAME, HEADER + 5 * FRAME, fill);
            refused(damaged, "filled with " + fill);
        }
    }

    @Test
    void what_was_not_written_to_its_end_never_counted() throws IOException {
        byte[] content = Files.readAllBytes(log);
        int end = HEADER + commits().getLast() * FRAME;
        for (int missing : new int[] {1, 100, 4000, 4096, FRAME - 8, FRAME}) {
            byte[] torn = content.clone();
            Arrays.fill(torn, end - missing, end, (byte) 0);
            Files.write(log, torn);
            assertThat(events()).as("the last " + missing + " bytes").isEqualTo(COMMITS - 1);
        }
        try (var store = SqliteStore.open(file)) {
            append(store, COMMITS, 100);
        }
        assertThat(events()).isEqualTo(COMMITS);
    }

    @Test
    void what_losses_of_power_have_left_behind_is_never_taken_for_commits() throws IOException {
        int before = commits().getLast();
        for (int size : new int[] {40_000, 20_000}) {
            try (var store = SqliteStore.open(file)) {
                append(store, COMMITS + 1, size);
            }
            byte[] torn = Files.readAllBytes(log);
            int first = HEADER + before * FRAME;
            // The end has reached the disk, the beginning has not.
            Arrays.fill(torn, first, first + FRAME, (byte) 0);
            Files.write(log, torn);
            assertThat(events()).isEqualTo(COMMITS);
        }
        try (var store = SqliteStore.open(file)) {
            append(store, COMMITS + 1, 100);
        }
        assertThat(events()).isEqualTo(COMMITS + 1);
        assertThat(commits()).filteredOn(frame -> frame > before).hasSize(3);
    }

    @Test
    void a_log_that_begins_anew_is_whole_at_every_moment() {
        try (var store = SqliteStore.open(file)) {
            for (int n = COMMITS + 1; n < 700; n++) {
                append(store, n, 3000);
                if (n % 10 == 0) {
                    assertThat(events()).isEqualTo(n);
                }
            }
        }
        assertThat(events()).isEqualTo(699);
    }

    /** For a moment its index says that nothing counts, and its header is still the old one. */
    @Test
    void a_log_that_a_writer_is_about_to_begin_anew_is_whole() {
        assertThatCode(() -> new LogFile(file).refuseLostCommits(() -> 0L))
                .doesNotThrowAnyException();
    }
}
