package dev.headrace.runtime.sim;

import dev.headrace.codec.flow.FlowCodec;
import dev.headrace.codec.run.EventCodec;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunEvolver;
import dev.headrace.runtime.run.GoldenState;
import dev.headrace.spec.run.RunId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Records journals of made-up worlds: a release keeps some of its own for ever. */
public final class GoldenJournals {
    private GoldenJournals() {}

    /**
     * The folder for a release, then seeds; half of the journals stop in the middle, so that runs
     * under way are among them. What is there already is left as it is.
     */
    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        for (String seed : List.of(arguments).subList(1, arguments.length)) {
            Map<RunId, Book.Page> pages =
                    World.lived(Long.parseLong(seed), Optional.empty()).book.pages();
            pages.forEach((run, page) -> record(folder.resolve(seed + "-" + run), page));
        }
    }

    private static void record(Path folder, Book.Page page) {
        boolean half = page.events.size() % 3 == 0;
        List<RunEvent> events = half ? page.events.subList(0, page.events.size() / 2) : page.events;
        try {
            if (!Files.exists(folder)) {
                Files.createDirectories(folder);
                Files.writeString(
                        folder.resolve("flow.json"), FlowCodec.pretty(page.scenario.flow()));
                Files.writeString(
                        folder.resolve("journal.jsonl"),
                        events.stream()
                                .map(event -> EventCodec.write(List.of(event)) + "\n")
                                .collect(Collectors.joining()));
                Files.writeString(
                        folder.resolve("state.txt"),
                        GoldenState.text(RunEvolver.replay(page.scenario.flow(), events)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
