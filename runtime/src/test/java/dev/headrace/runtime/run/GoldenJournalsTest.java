package dev.headrace.runtime.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.codec.flow.FlowCodec;
import dev.headrace.codec.run.EventCodec;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunEvolver;
import dev.headrace.engine.run.RunState;
import dev.headrace.spec.flow.FlowSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Journals that were recorded once lead to the same states for ever. A folder is never changed; a
 * new release adds its own ({@code GoldenJournals} in the simulator records them).
 */
class GoldenJournalsTest {
    private static final Path FOLDER = Path.of("src/test/resources/journals");

    static Stream<Path> journals() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files
                    .filter(file -> file.getFileName().toString().equals("journal.jsonl"))
                    .map(Path::getParent)
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("journals")
    void a_journal_leads_where_it_led(Path journal) throws IOException {
        FlowSpec flow = FlowCodec.read(Files.readString(journal.resolve("flow.json")));
        List<RunEvent> events = new ArrayList<>();
        for (String line : Files.readAllLines(journal.resolve("journal.jsonl"))) {
            events.addAll(EventCodec.read(line));
        }
        RunState state = RunEvolver.replay(flow, events);
        assertThat(GoldenState.text(state))
                .isEqualTo(Files.readString(journal.resolve("state.txt")));
    }
}
