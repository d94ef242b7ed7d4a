package dev.headrace.app.text;

import dev.headrace.app.store.LogFiles;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.Ending;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The last line that an attempt wrote, looked up now and then while it runs. */
final class LastWords {
    private static final Duration AGAIN = Duration.ofMillis(500);

    private final LogFiles files;
    private final Map<AttemptId, String> lines = new HashMap<>();
    private Map<String, Ending.Log> begun = Map.of();
    private Instant next = Instant.EPOCH;

    LastWords(LogFiles files) {
        this.files = files;
    }

    String of(AttemptId attempt, Instant now) {
        if (!now.isBefore(next)) {
            begun = files.begun();
            lines.clear();
            next = now.plus(AGAIN);
        }
        return lines.computeIfAbsent(attempt, this::read);
    }

    private String read(AttemptId attempt) {
        Ending.Log log = begun.get(attempt.toString());
        if (log == null) {
            return "";
        }
        List<String> tail =
                files.tail(new Ending.Log(log.file(), log.from(), files.size(log.file())), 1);
        return tail.isEmpty() ? "" : Cells.plain(tail.getLast()).strip();
    }
}
