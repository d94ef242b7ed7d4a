package dev.headrace.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.RunId;
import dev.headrace.spi.store.CacheStore.Entry;
import dev.headrace.spi.store.EventStore;
import dev.headrace.spi.store.EventStore.Appended;
import dev.headrace.spi.store.EventStore.Appended.Committed;
import dev.headrace.spi.store.EventStore.Appended.Fenced;
import dev.headrace.spi.store.EventStore.Appended.Refused;
import dev.headrace.spi.store.EventStore.Batch;
import dev.headrace.spi.store.EventStore.Message;
import dev.headrace.spi.store.EventStore.RunRow;
import dev.headrace.spi.store.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of {@link EventStore}: a store's own test class extends this one. */
public abstract class EventStoreContract {
    protected static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456789Z");
    protected static final RunId A = new RunId("run00001");
    protected static final RunId B = new RunId("run00002");
    protected static final RunId C = new RunId("run00003");

    private final List<EventStore> opened = new ArrayList<>();
    private StorePlace place;
    private EventStore store;

    /** A place of this test's own, with nothing in it. */
    protected abstract StorePlace place() throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        place = place();
        store = open();
    }

    @AfterEach
    void closeStores() {
        opened.forEach(EventStore::close);
    }

    protected final EventStore open() {
        EventStore handle = place.open();
        opened.add(handle);
        return handle;
    }

    protected final EventStore reader() {
        EventStore handle = place.reader();
        opened.add(handle);
        return handle;
    }

    /** As after a restart: no handle is left, then there is one. */
    protected final EventStore reopened() {
        opened.forEach(EventStore::close);
        opened.clear();
        store = open();
        return store;
    }

    protected final EventStore store() {
        return store;
    }

    protected static Batch batch(RunId run, long sequence, int count, String events) {
        return new Batch(run, sequence, count, NOON, events, Optional.empty());
    }

    protected static Batch batch(RunId run, long sequence) {
        return batch(run, sequence, 1, "[\"event " + sequence + " of " + run + "\"]");
    }

    protected static RunRow row(RunId run, String state) {
        return new RunRow(run, "digits", "sha256:1", state, "owner-1", 1, NOON, Optional.empty());
    }

    protected static Batch started(RunId run) {
        return new Batch(run, 1, 1, NOON, "[\"started\"]", Optional.of(row(run, "running")));
    }

    protected static List<Batch> journal(EventStore store, RunId run) {
        return store.read(run, 1, Integer.MAX_VALUE);
    }

    protected static void committed(Appended appended) {
        assertThat(appended).isEqualTo(new Committed());
    }

    @Test
    void what_is_read_is_what_was_written_in_the_order_of_sequence_numbers() {
        var written = List.of(batch(A, 1, 3, "[1,2,3]"), batch(A, 4, 1, "[4]"), batch(A, 5));
        for (Batch batch : written) {
            committed(store.append(List.of(batch)));
        }
        assertThat(journal(store, A)).isEqualTo(written);
    }

    private static Entry entry(String key, RunId run, Instant at) {
        return new Entry(key, "fit", "{}", run, new NodePath("fit"), "{\"value\":1}", at);
    }

    private static Batch keeping(RunId run, long sequence, Entry... entries) {
        return new Batch(run, sequence, 1, NOON, "[\"made\"]", Optional.empty(), List.of(entries));
    }

    @Test
    void what_a_batch_keeps_is_there_from_its_commit_on_also_after_a_restart() {
        Entry entry = entry("k1", A, NOON);
        assertThat(store.cached("k1")).isEmpty();
        committed(store.append(List.of(keeping(A, 1, entry))));
        assertThat(store.cached("k1")).contains(entry);
        assertThat(store.cached("k2")).isEmpty();
        assertThat(reopened().cached("k1")).contains(entry);
    }

    @Test
    void of_several_results_under_one_key_the_last_one_counts() {
        Entry later = entry("k1", B, NOON.plusSeconds(1));
        committed(store.append(List.of(keeping(A, 1, entry("k1", A, NOON)))));
        committed(store.append(List.of(keeping(B, 1, later))));
        assertThat(store.cached("k1")).contains(later);
    }

    @Test
    void a_batch_that_is_fenced_keeps_nothing() {
        committed(store.append(List.of(batch(A, 1))));
        assertThat(store.append(List.of(keeping(A, 1, entry("k1", A, NOON)))))
                .isEqualTo(new Fenced(List.of(A)));
        assertThat(store.cached("k1")).isEmpty();
    }

    @Test
    void results_of_a_task_come_newest_first() {
        Entry old = entry("k1", A, NOON);
        Entry young = entry("k2", A, NOON.plusSeconds(9));
        Entry middle = entry("k3", B, NOON.plusSeconds(5));
        committed(store.append(List.of(keeping(A, 1, old, young), keeping(B, 1, middle))));
        assertThat(store.cachedLately("fit", 9)).containsExactly(young, middle, old);
        assertThat(store.cachedLately("fit", 1)).containsExactly(young);
        assertThat(store.cachedLately("load", 9)).isEmpty();
    }

    @Test
    void when_a_run_is_forgotten_so_is_what_it_has_kept() {
        committed(store.append(List.of(keeping(A, 1, entry("k1", A, NOON)))));
        committed(store.append(List.of(keeping(B, 1, entry("k2", B, NOON)))));
        store.forget(A);
        assertThat(store.cached("k1")).isEmpty();
        assertThat(store.cached("k2")).isPresent();
        assertThat(store.cachedLately("fit", 9)).hasSize(1);
    }

    @Test
    void several_batches_of_one_run_may_come_in_one_append() {
        var written = List.of(batch(A, 1, 2, "[1,2]"), batch(A, 3), batch(A, 4));
        committed(store.append(written));
        assertThat(journal(store, A)).isEqualTo(written);
    }

    @Test
    void texts_come_back_character_for_character() {
        String odd = "\u0000\u0001\t\r\n'\"\\\u007f é ß İı 中文 \uFEFF\uFFFD\uFFFF 😀 \u2028 %_";
        committed(store.append(List.of(batch(A, 1, 1, odd), batch(A, 2, 1, ""))));
        store.keepVersion("sha256:odd", odd);
        store.send(A, odd);
        assertThat(journal(store, A)).extracting(Batch::events).containsExactly(odd, "");
        assertThat(store.version("sha256:odd")).contains(odd);
        assertThat(store.messages(A)).extracting(Message::content).containsExactly(odd);
    }

    @Test
    void a_batch_of_a_megabyte_comes_back_whole() {
        String events = "[" + "\"0123456789äöü\",".repeat(60_000) + "0]";
        committed(store.append(List.of(batch(A, 1, 60_001, events), batch(A, 60_002))));
        assertThat(journal(store, A).getFirst().events()).isEqualTo(events);
        assertThat(journal(reopened(), A)).hasSize(2);
    }

    @Test
    void instants_come_back_to_the_nanosecond_from_before_the_epoch_too() {
        for (Instant at :
                List.of(
                        Instant.EPOCH,
                        Instant.EPOCH.minusNanos(1),
                        Instant.parse("1900-01-01T00:00:00.000000001Z"),
                        Instant.parse("2200-12-31T23:59:59.999999999Z"))) {
            var id = new RunId("run0at0" + (at.getEpochSecond() & 0xffffff));
            var row = new RunRow(id, "f", "v", "failed", "o", 1, at, Optional.of(at));
            committed(store.append(List.of(new Batch(id, 1, 1, at, "[]", Optional.of(row)))));
            assertThat(journal(store, id).getFirst().at()).isEqualTo(at);
            assertThat(store.run(id)).contains(row);
        }
    }

    @Test
    void an_append_of_nothing_is_committed_and_changes_nothing() {
        committed(store.append(List.of()));
        assertThat(store.runs(10, Optional.empty())).isEmpty();
    }

    @Test
    void what_is_committed_is_there_after_a_restart() {
        committed(store.append(List.of(started(A), batch(A, 2))));
        store.keepVersion("sha256:1", "{}");
        store.send(A, "cancel");
        EventStore after = reopened();
        assertThat(journal(after, A))
                .extracting(Batch::events)
                .containsExactly("[\"started\"]", batch(A, 2).events());
        assertThat(after.run(A)).contains(row(A, "running"));
        assertThat(after.version("sha256:1")).contains("{}");
        assertThat(after.messages(A)).extracting(Message::content).containsExactly("cancel");
    }

    @Test
    void a_journal_goes_on_after_a_restart_where_it_ended() {
        committed(store.append(List.of(batch(A, 1, 5, "[]"))));
        EventStore after = reopened();
        assertThat(after.append(List.of(batch(A, 5)))).isEqualTo(new Fenced(List.of(A)));
        committed(after.append(List.of(batch(A, 6))));
    }

    @Test
    void a_batch_before_the_end_of_the_journal_is_fenced() {
        committed(store.append(List.of(batch(A, 1, 3, "[1,2,3]"))));
        for (long behind = 1; behind <= 3; behind++) {
            assertThat(store.append(List.of(batch(A, behind)))).isEqualTo(new Fenced(List.of(A)));
        }
        assertThat(journal(store, A)).hasSize(1);
    }

    @Test
    void a_batch_beyond_the_end_of_the_journal_is_fenced() {
        assertThat(store.append(List.of(batch(A, 2)))).isEqualTo(new Fenced(List.of(A)));
        committed(store.append(List.of(batch(A, 1, 3, "[1,2,3]"))));
        assertThat(store.append(List.of(batch(A, 5)))).isEqualTo(new Fenced(List.of(A)));
        assertThat(journal(store, A)).hasSize(1);
    }

    @Test
    void a_gap_within_one_append_is_fenced() {
        assertThat(store.append(List.of(batch(A, 1, 2, "[1,2]"), batch(A, 4))))
                .isEqualTo(new Fenced(List.of(A)));
        assertThat(journal(store, A)).isEmpty();
    }

    @Test
    void one_fenced_run_keeps_all_others_of_the_append_from_being_written() {
        committed(store.append(List.of(started(A))));
        Appended appended =
                store.append(
                        List.of(started(B), batch(A, 1), batch(A, 2), started(C), batch(B, 2)));
        assertThat(appended).isEqualTo(new Fenced(List.of(A)));
        assertThat(journal(store, A)).hasSize(1);
        assertThat(journal(store, B)).isEmpty();
        assertThat(journal(store, C)).isEmpty();
        assertThat(store.runs(10, Optional.empty())).containsExactly(row(A, "running"));
        committed(store.append(List.of(started(B), batch(A, 2), started(C))));
    }

    @Test
    void every_fenced_run_is_named_once() {
        committed(store.append(List.of(started(A), started(C))));
        Appended appended =
                store.append(List.of(batch(A, 1), batch(B, 1), batch(C, 1), batch(A, 1)));
        assertThat(appended).isInstanceOf(Fenced.class);
        assertThat(((Fenced) appended).runs()).containsExactlyInAnyOrder(A, C);
    }

    @Test
    void reading_begins_at_a_sequence_number_and_ends_at_a_limit() {
        committed(
                store.append(
                        List.of(batch(A, 1, 2, "a"), batch(A, 3, 2, "b"), batch(A, 5, 2, "c"))));
        committed(store.append(List.of(batch(B, 1))));
        assertThat(store.read(A, 3, 10)).extracting(Batch::events).containsExactly("b", "c");
        assertThat(store.read(A, 1, 2)).extracting(Batch::events).containsExactly("a", "b");
        assertThat(store.read(A, 3, 1)).extracting(Batch::events).containsExactly("b");
        assertThat(store.read(A, 7, 10)).isEmpty();
        assertThat(store.read(A, 1, 0)).isEmpty();
        assertThat(store.read(C, 1, 10)).isEmpty();
    }

    @Test
    void journals_of_different_runs_do_not_mix() {
        for (long sequence = 1; sequence <= 40; sequence++) {
            committed(store.append(List.of(batch(B, sequence), batch(A, sequence))));
        }
        assertThat(journal(store, A)).hasSize(40).allMatch(batch -> batch.run().equals(A));
        assertThat(journal(store, B)).hasSize(40).allMatch(batch -> batch.run().equals(B));
    }

    @Test
    void the_row_of_a_run_is_the_last_one_that_a_batch_brought() {
        committed(store.append(List.of(started(A), started(B))));
        var ended =
                new RunRow(
                        A,
                        "digits",
                        "sha256:2",
                        "succeeded",
                        "owner-2",
                        7,
                        NOON,
                        Optional.of(NOON.plusSeconds(60)),
                        3);
        committed(
                store.append(
                        List.of(
                                new Batch(A, 2, 1, NOON, "[]", Optional.of(row(A, "paused"))),
                                batch(A, 3),
                                new Batch(A, 4, 1, NOON, "[]", Optional.of(ended)),
                                batch(A, 5))));
        assertThat(store.run(A)).contains(ended);
        assertThat(store.run(B)).contains(row(B, "running"));
        assertThat(store.run(C)).isEmpty();
    }

    /** A run that goes on afresh ends one part of its journal and begins another at once. */
    @Test
    void a_run_may_have_two_batches_in_one_append_and_be_read_from_the_second() {
        committed(store.append(List.of(started(A))));
        RunRow row = row(A, "running");
        var moved =
                new RunRow(
                        A,
                        row.flow(),
                        row.version(),
                        row.state(),
                        row.owner(),
                        row.epoch(),
                        row.created(),
                        row.ended(),
                        4);
        committed(
                store.append(
                        List.of(
                                new Batch(A, 2, 2, NOON, "[1,2]", Optional.empty()),
                                new Batch(A, 4, 1, NOON, "[3]", Optional.of(moved)))));
        assertThat(store.run(A)).contains(moved);
        assertThat(store.runs(10, Optional.empty())).containsExactly(moved);
        assertThat(store.read(A, 4, 10))
                .containsExactly(new Batch(A, 4, 1, NOON, "[3]", Optional.empty()));
        assertThat(store.append(List.of(new Batch(A, 4, 1, NOON, "[]", Optional.empty()))))
                .isEqualTo(new Fenced(List.of(A)));
        assertThat(journal(store, A)).hasSize(3);
    }

    @Test
    void a_batch_is_read_without_a_row() {
        committed(store.append(List.of(started(A))));
        assertThat(journal(store, A).getFirst().row()).isEmpty();
    }

    @Test
    void runs_are_paged_newest_first() {
        var ids = new ArrayList<RunId>();
        for (int i = 10; i < 35; i++) {
            var id = new RunId("run000" + i);
            ids.addFirst(id);
            committed(store.append(List.of(started(id))));
        }
        var seen = new ArrayList<RunId>();
        Optional<RunId> before = Optional.empty();
        for (int page = 0; page < 3; page++) {
            List<RunRow> rows = store.runs(10, before);
            rows.forEach(row -> seen.add(row.run()));
            before = Optional.of(rows.getLast().run());
        }
        assertThat(seen).isEqualTo(ids);
        assertThat(store.runs(10, before)).isEmpty();
        assertThat(store.runs(0, Optional.empty())).isEmpty();
    }

    @Test
    void a_page_begins_behind_a_run_that_was_forgotten_meanwhile() {
        committed(store.append(List.of(started(A), started(B), started(C))));
        store.forget(B);
        assertThat(store.runs(10, Optional.of(B))).extracting(RunRow::run).containsExactly(A);
    }

    @Test
    void runs_are_found_by_the_beginning_of_their_id() {
        var x1 = new RunId("abcd0001");
        var x2 = new RunId("abcd0002");
        var y = new RunId("abce0001");
        var z = new RunId("abcdzzzz9");
        committed(store.append(List.of(started(x1), started(x2), started(y), started(z))));
        assertThat(store.named("abcd", 10)).containsExactlyInAnyOrder(x1, x2, z);
        assertThat(store.named("abcd000", 10)).containsExactlyInAnyOrder(x1, x2);
        assertThat(store.named("abcd0002", 10)).containsExactly(x2);
        assertThat(store.named("abcdzzzz9", 10)).containsExactly(z);
        assertThat(store.named("", 10)).hasSize(4);
        assertThat(store.named("abc", 2)).hasSize(2);
        assertThat(store.named("abc", 0)).isEmpty();
    }

    @Test
    void the_beginning_of_an_id_is_text_and_no_pattern() {
        committed(store.append(List.of(started(A))));
        for (String odd : List.of("%", "_", "run%", "run_0001", "RUN", "*", "'", "run00001x")) {
            assertThat(store.named(odd, 10)).as(odd).isEmpty();
        }
    }

    @Test
    void a_version_is_kept_under_its_digest_and_never_changes() {
        assertThat(store.version("sha256:1")).isEmpty();
        store.keepVersion("sha256:1", "{\"one\":1}");
        store.keepVersion("sha256:2", "{\"two\":2}");
        store.keepVersion("sha256:1", "{\"one\":1}");
        assertThat(store.version("sha256:1")).contains("{\"one\":1}");
        assertThat(store.version("sha256:2")).contains("{\"two\":2}");
    }

    @Test
    void messages_are_read_oldest_first_and_stay_until_they_are_taken() {
        store.send(A, "one");
        store.send(B, "other");
        store.send(A, "two");
        store.send(A, "two");
        List<Message> messages = store.messages(A);
        assertThat(messages).extracting(Message::content).containsExactly("one", "two", "two");
        assertThat(messages).extracting(Message::number).isSorted().doesNotHaveDuplicates();
        assertThat(store.messages(A)).isEqualTo(messages);
        store.taken(A, messages.get(1).number());
        assertThat(store.messages(A)).containsExactly(messages.get(2));
        assertThat(store.messages(B)).extracting(Message::content).containsExactly("other");
        store.taken(A, messages.get(2).number());
        assertThat(store.messages(A)).isEmpty();
    }

    @Test
    void the_number_of_a_message_is_never_given_again() {
        store.send(A, "one");
        long first = store.messages(A).getFirst().number();
        store.taken(A, first);
        reopened().send(A, "two");
        assertThat(store().messages(A).getFirst().number()).isGreaterThan(first);
    }

    @Test
    void a_message_may_be_left_for_a_run_that_is_not_known() {
        store.send(C, "cancel");
        assertThat(store.messages(C)).hasSize(1);
    }

    @Test
    void a_forgotten_run_leaves_nothing_and_its_neighbours_stay() {
        committed(store.append(List.of(started(A), batch(A, 2), started(B), started(C))));
        store.send(B, "cancel");
        store.send(C, "cancel");
        store.forget(B);
        assertThat(store.run(B)).isEmpty();
        assertThat(journal(store, B)).isEmpty();
        assertThat(store.messages(B)).isEmpty();
        assertThat(store.runs(10, Optional.empty())).extracting(RunRow::run).containsExactly(C, A);
        assertThat(journal(store, A)).hasSize(2);
        assertThat(store.messages(C)).hasSize(1);
        store.forget(B);
    }

    @Test
    void the_owner_of_a_forgotten_run_is_fenced() {
        committed(store.append(List.of(started(A), batch(A, 2))));
        open().forget(A);
        assertThat(store.append(List.of(batch(A, 3)))).isEqualTo(new Fenced(List.of(A)));
    }

    @Test
    void a_second_writer_that_is_behind_is_fenced_and_one_that_is_not_goes_on() {
        EventStore other = open();
        committed(store.append(List.of(started(A))));
        assertThat(other.append(List.of(started(A)))).isEqualTo(new Fenced(List.of(A)));
        assertThat(journal(other, A)).hasSize(1);
        committed(other.append(List.of(batch(A, 2))));
        assertThat(store.append(List.of(batch(A, 2)))).isEqualTo(new Fenced(List.of(A)));
        committed(store.append(List.of(batch(B, 1))));
        committed(store.append(List.of(batch(A, 3))));
        assertThat(journal(other, A)).hasSize(3);
    }

    @Test
    void a_writer_that_closes_does_not_disturb_the_others() {
        EventStore other = place.open();
        committed(other.append(List.of(started(A))));
        other.close();
        committed(store.append(List.of(batch(A, 2))));
        assertThat(journal(store, A)).hasSize(2);
    }

    @Test
    void a_reader_sees_what_is_committed_while_the_writer_goes_on() {
        EventStore reader = reader();
        for (long sequence = 1; sequence <= 20; sequence++) {
            committed(store.append(List.of(batch(A, sequence), batch(B, sequence))));
            assertThat(journal(reader, A)).hasSize((int) sequence);
            assertThat(journal(reader, B)).hasSize((int) sequence);
        }
    }

    @Test
    void a_reader_sees_nothing_of_an_append_that_was_fenced() {
        EventStore reader = reader();
        committed(store.append(List.of(started(B))));
        store.append(List.of(started(A), started(B)));
        assertThat(journal(reader, A)).isEmpty();
        assertThat(reader.runs(10, Optional.empty())).hasSize(1);
    }

    @Test
    void a_reader_sees_only_whole_appends() throws InterruptedException {
        int appends = 300;
        var seen = new ArrayList<Integer>();
        Thread reading =
                Thread.ofPlatform()
                        .start(() -> {
                            EventStore reader = place.reader();
                            int size = 0;
                            while (size < 3 * appends) {
                                size = journal(reader, A).size();
                                seen.add(size);
                            }
                            reader.close();
                        });
        for (long n = 0; n < appends; n++) {
            committed(
                    store.append(
                            List.of(
                                    batch(A, 3 * n + 1),
                                    batch(A, 3 * n + 2),
                                    batch(A, 3 * n + 3))));
        }
        reading.join();
        assertThat(seen).isSorted().allMatch(size -> size % 3 == 0);
    }

    @Test
    void two_writers_at_once_lose_nothing_and_write_nothing_twice() throws InterruptedException {
        EventStore other = open();
        Thread second = Thread.ofPlatform().start(() -> writeAll(other, B, 200));
        writeAll(store, A, 200);
        second.join();
        assertThat(journal(store, A)).hasSize(200);
        assertThat(journal(store, B)).hasSize(200);
    }

    private static void writeAll(EventStore store, RunId run, int batches) {
        for (long sequence = 1; sequence <= batches; ) {
            Appended appended = store.append(List.of(batch(run, sequence)));
            if (appended instanceof Committed) {
                sequence++;
            } else {
                assertThat(appended).isInstanceOf(Refused.class);
                assertThat(((Refused) appended).full()).isFalse();
            }
        }
    }

    @Test
    void a_reader_may_not_write() {
        EventStore reader = reader();
        assertThat(reader.append(List.of(batch(A, 1))))
                .isInstanceOfSatisfying(Refused.class, no -> assertThat(no.full()).isTrue());
        assertThatThrownBy(() -> reader.send(A, "cancel"))
                .isInstanceOfSatisfying(
                        StoreException.class,
                        no -> assertThat(no.trouble()).isEqualTo(StoreException.Trouble.READ_ONLY));
        assertThat(journal(store, A)).isEmpty();
        assertThat(store.messages(A)).isEmpty();
    }

    @Test
    void a_batch_holds_at_least_one_event() {
        assertThatThrownBy(() -> batch(A, 1, 0, "[]")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> batch(A, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
