package dev.headrace.codec.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.codec.flow.ForAll;
import dev.headrace.codec.json.Generated;
import dev.headrace.codec.json.Json;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.Ending;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EventCodecTest {
    private static final Path JOURNALS = Path.of("src/test/resources/journals/0.1");

    @Test
    void what_is_written_is_read() {
        ForAll.seeds(
                3_000,
                dice -> {
                    List<RunEvent> events = new RandomEvents(dice).batch();
                    String text = EventCodec.write(events);
                    assertThat(EventCodec.read(text)).isEqualTo(events);
                    assertThat(Json.read(text).compact()).isEqualTo(text);
                });
    }

    @Test
    void every_kind_is_tried_and_in_the_table() {
        TreeSet<String> kinds = new TreeSet<>();
        RandomEvents random =
                new RandomEvents(RandomGeneratorFactory.of("L64X128MixRandom").create(1));
        for (int kind = 0; kind < RandomEvents.KINDS; kind++) {
            kinds.add(random.event(kind).getClass().getSimpleName());
        }
        assertThat(kinds)
                .containsExactlyElementsOf(
                        kinds(RunEvent.class).collect(Collectors.toCollection(TreeSet::new)));
        assertThat(EventParts.all()).hasSize(kinds.size());
        assertThat(EventParts.BY_NAME).hasSize(kinds.size());
    }

    /** The names of those that are no group of others; one may be in two groups. */
    private static Stream<String> kinds(Class<?> kind) {
        return kind.isSealed()
                ? Arrays.stream(kind.getPermittedSubclasses()).flatMap(EventCodecTest::kinds)
                : Stream.of(kind.getSimpleName());
    }

    @Test
    void the_table_is_up_to_date() throws IOException {
        Generated.check("events.md", EventCodec.table());
    }

    @Test
    void the_end_of_a_task_that_does_nothing_is_short() {
        Ending ending =
                new Ending(
                        new Outcome.Succeeded(Value.NULL),
                        List.of(),
                        List.of(),
                        Instant.ofEpochSecond(1_767_225_600, 123_456_000),
                        1_234,
                        Optional.empty());
        var ended =
                new RunEvent.AttemptEnded(
                        new AttemptId(NodePath.ROOT.child("work").item(9_999), 1), ending);
        assertThat(EventCodec.write(List.of(ended)))
                .isEqualTo(
                        "[{\"t\":\"attempt-ended\",\"v\":1,\"attempt\":\"work[9999]@1\","
                                + "\"ending\":{\"outcome\":{\"ok\":null},"
                                + "\"started\":1767225600123456,\"micros\":1234}}]")
                .hasSizeLessThan(150);
    }

    static List<Path> golden() throws IOException {
        try (Stream<Path> files = Files.list(JOURNALS)) {
            return files.sorted().toList();
        }
    }

    /** Lines are only ever added to these files. */
    @ParameterizedTest
    @MethodSource("golden")
    void a_golden_journal_is_read_as_ever(Path file) throws IOException {
        List<RunEvent> all = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            List<RunEvent> events = EventCodec.read(line);
            assertThat(EventCodec.read(EventCodec.write(events))).isEqualTo(events);
            all.addAll(events);
        }
        assertThat(all).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    [{"t":"task-vanished","v":1}]                       | true
                    [{"t":"task-queued","v":2,"task":"a"}]              | true
                    [{"t":"task-queued","v":1,"task":"a","more":[1]}]   | true
                    [{"t":"run-finished","v":1,"verdict":"tired"}]      | true
                    [{"t":"attempt-ended","v":1,"attempt":"a@1","ending":{"outcome":{"maybe":1},"started":0}}] | true
                    [{"t":"task-queued","v":1}]                         | false
                    [{"t":"task-queued","v":1,"task":7}]                | false
                    [{"t":"task-queued","v":0,"task":"a"}]              | false
                    [{"v":1,"t":"task-queued","task":"a"}]              | false
                    [{"t":"attempt-resumed","v":1,"body":"a"}]          | false
                    [{"t":"attempt-resumed","v":1,"body":"a@0"}]        | false
                    [{"t":"attempt-resumed","v":1,"body":"a@x"}]        | false
                    [{"t":"attempt-ended","v":1,"attempt":"a@1","ending":{"outcome":{},"started":0}}] | false
                    [{"t":"attempt-ended","v":1,"attempt":"a@1","ending":{"outcome":{"lost":"x"},"started":"soon"}}] | false
                    [{"t":"run-reopened","v":1,"generation":99999999999,"who":"","why":""}] | false
                    [{"t":"task-queued","v":1,"task":"a"}               | false
                    [{"t":"task-queued","v":1,"task":"a"}] []           | false
                    {}                                                  | false
                    7                                                   | false
                    """)
    void what_cannot_be_read_is_refused(String text, boolean newer) {
        assertThatThrownBy(() -> EventCodec.read(text))
                .isInstanceOfSatisfying(
                        UnreadableJournal.class,
                        e -> assertThat(e.isNewer()).as(e.getMessage()).isEqualTo(newer));
    }

    @Test
    void a_cut_off_batch_is_refused_wherever_it_is_cut() {
        String text =
                EventCodec.write(
                        List.of(
                                new RunEvent.NodeSettled(NodePath.ROOT),
                                new RunEvent.OwnerChanged("me", 7)));
        for (int i = 0; i < text.length(); i++) {
            String cut = text.substring(0, i);
            assertThatThrownBy(() -> EventCodec.read(cut)).isInstanceOf(UnreadableJournal.class);
        }
    }
}
