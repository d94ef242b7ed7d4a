package dev.headrace.app.store;

import dev.headrace.runtime.view.AttemptView;
import dev.headrace.runtime.view.RunView;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.Ending;
import dev.headrace.spec.run.NodePath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What attempts write, once each, in the order in which the attempts began. */
public final class LogStream {
    private final LogFiles files;
    private final boolean wholeLines;
    private final Map<AttemptId, Long> shown = new HashMap<>();
    private Map<String, Long> sizes = Map.of();
    private Map<String, Ending.Log> begun = Map.of();

    /**
     * The output of a run from its beginning.
     *
     * @param wholeLines of what still runs, only lines that are complete
     */
    public LogStream(LogFiles files, boolean wholeLines) {
        this.files = files;
        this.wholeLines = wholeLines;
    }

    /**
     * Notes how long files are. To be called before the journal is read: what an attempt that still
     * runs then has written is before these ends, and what the next one will write behind.
     */
    public void look() {
        begun = files.begun();
        Map<String, Long> now = new HashMap<>();
        begun.values().forEach(log -> now.computeIfAbsent(log.file(), files::size));
        sizes = now;
    }

    /** What has come since, of these nodes. */
    public List<LogPiece> next(List<NodePath> nodes, RunView view) {
        List<Writer> writers = new ArrayList<>();
        for (NodePath node : nodes) {
            for (AttemptView attempt : view.attempts(node)) {
                AttemptId id = new AttemptId(node, attempt.number());
                range(id, attempt)
                        .ifPresent(log ->
                                writers.add(new Writer(id, since(attempt), log, attempt.over())));
            }
        }
        writers.sort(Comparator.comparing(Writer::since));
        List<LogPiece> pieces = new ArrayList<>();
        for (Writer writer : writers) {
            long from = shown.getOrDefault(writer.id, writer.log.from());
            if (writer.log.to() > from) {
                byte[] bytes = files.read(writer.log.file(), from, writer.log.to());
                byte[] ready = writer.over || !wholeLines ? bytes : lines(bytes);
                if (ready.length > 0) {
                    shown.put(writer.id, from + ready.length);
                    pieces.add(new LogPiece(writer.id, ready));
                }
            }
        }
        return pieces;
    }

    private record Writer(AttemptId id, Instant since, Ending.Log log, boolean over) {}

    private static Instant since(AttemptView attempt) {
        return attempt.started().orElse(attempt.placed());
    }

    private Optional<Ending.Log> range(AttemptId id, AttemptView attempt) {
        if (attempt.log().isPresent()) {
            return attempt.log();
        }
        Optional<Ending.Log> live = Optional.ofNullable(begun.get(id.toString()));
        if (attempt.over()) {
            // It died with its controller: what lies there until another one wrote is its own.
            return live.map(log -> upTo(log, end(log)));
        }
        return live.map(log -> upTo(log, sizes.getOrDefault(log.file(), 0L)));
    }

    private static Ending.Log upTo(Ending.Log log, long to) {
        return new Ending.Log(log.file(), log.from(), to);
    }

    private long end(Ending.Log log) {
        return begun.values().stream()
                .filter(other -> other.file().equals(log.file()) && other.from() > log.from())
                .mapToLong(Ending.Log::from)
                .min()
                .orElse(sizes.getOrDefault(log.file(), 0L));
    }

    private static byte[] lines(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return Arrays.copyOf(bytes, end);
    }
}
