package dev.headrace.app.text;

import dev.headrace.runtime.view.Causes.Cause;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.Failure.Frame;
import dev.headrace.spec.run.NodePath;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A failure for people: first what it is and where, then how it came to be there.
 *
 * @param folder the current one: places below it are told from there
 * @param verbose the whole traceback, our own frames too
 */
public record FailureText(Path folder, boolean verbose) {
    private static final int FRAMES_MAX = 12;
    private static final int LOG_COLUMNS = 300;
    private static final int MESSAGE_LINES_MAX = 12;

    /** {@code train[3] ValueError: bad gamma -1 (train.py:41)}; without a mark. */
    public String headline(String name, Failure failure) {
        String message = firstLine(failure.message());
        return name
                + "  "
                + failure.type()
                + (message.isEmpty() ? "" : ": " + message)
                + failure.place().map(place -> "  (" + near(place) + ")").orElse("");
    }

    public static String name(NodePath node, String flow) {
        return node.isRoot() ? flow : node.text();
    }

    /**
     * All of it, on several lines.
     *
     * @param log the last lines that it wrote
     */
    public String whole(Cause cause, String flow, List<String> log, Mark mark, boolean colours) {
        Failure failure = cause.failure();
        StringBuilder text = new StringBuilder();
        text.append(mark.in(colours))
                .append(' ')
                .append(headline(name(cause.node(), flow), failure))
                .append('\n');
        failure.message()
                .lines()
                .skip(1)
                .limit(MESSAGE_LINES_MAX)
                .forEach(line -> text.append("    ").append(Cells.plain(line)).append('\n'));
        if (verbose && !failure.traceback().isEmpty()) {
            failure.traceback()
                    .lines()
                    .forEach(line -> text.append("    ").append(line).append('\n'));
        } else {
            frames(failure.frames(), text);
        }
        if (!log.isEmpty()) {
            text.append("  the end of its log:\n");
            log.forEach(line ->
                    text.append("    ")
                            .append(Cells.cut(Cells.plain(line), LOG_COLUMNS))
                            .append('\n'));
        }
        return text.toString();
    }

    private void frames(List<Frame> frames, StringBuilder text) {
        int hidden = Math.max(0, frames.size() - FRAMES_MAX);
        int half = FRAMES_MAX / 2;
        for (int i = 0; i < frames.size(); i++) {
            if (hidden > 0 && i == half) {
                text.append("  … ").append(hidden).append(" more\n");
            }
            if (hidden == 0 || i < half || i >= half + hidden) {
                frame(frames.get(i), text);
            }
        }
    }

    private void frame(Frame frame, StringBuilder text) {
        text.append("  ")
                .append(near(frame.file()))
                .append(':')
                .append(frame.line())
                .append(" in ")
                .append(frame.function())
                .append('\n');
        if (!frame.source().isBlank()) {
            text.append("      ").append(Cells.plain(frame.source().strip())).append('\n');
        }
    }

    /** A file, or a line of it, told from the current folder when it lies below. */
    public String near(String place) {
        String below = folder + "/";
        return place.startsWith(below) ? place.substring(below.length()) : place;
    }

    private static String firstLine(String text) {
        Optional<String> line = text.lines().findFirst();
        return line.map(Cells::plain).orElse("");
    }
}
