package dev.headrace.app.text;

import dev.headrace.runtime.view.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A task or a fan-out on one line of a screen.
 *
 * @param colours whether the mark has one
 * @param columns at most so many
 */
record TaskLine(boolean colours, int columns) {
    private static final int BAR = 10;
    private static final int ETA_FROM = 3;
    private static final int TIME = 9;

    /** Of one that may still go on: with a bar, a guess of the end, and what it says last. */
    String live(TaskGroup group, int label, RunView view, Instant now, String said) {
        StringBuilder text = new StringBuilder(Cells.padded(group.label(), label));
        Optional<Duration> took =
                group.word(false).equals("waiting") ? Optional.empty() : group.took(view, now);
        if (group.folded()) {
            TaskGroup.Counts counts = group.counts();
            text.append("  [")
                    .append(bar(counts))
                    .append(' ')
                    .append(TaskGroup.text(counts))
                    .append("]  ")
                    .append(took.map(Amounts::duration).orElse(""));
            took.flatMap(time -> left(counts, time))
                    .ifPresent(left -> text.append("  eta ").append(Amounts.clock(left)));
        } else {
            text.append("  ")
                    .append(Cells.padded(took.map(Amounts::duration).orElse(""), TIME))
                    .append(said.isEmpty() ? "" : " " + said);
        }
        return marked(group, text);
    }

    /** Of one that is over. */
    String last(TaskGroup group, int label, RunView view, Instant now) {
        StringBuilder text = new StringBuilder(Cells.padded(group.label(), label));
        if (group.folded()) {
            text.append("  [ ").append(TaskGroup.text(group.counts())).append(" ]");
        }
        String cached = group.cachedWord();
        String time =
                group.took(view, now)
                        .map(Amounts::duration)
                        .orElse(cached.isEmpty() ? group.word(false) : "");
        text.append("  ").append(time);
        if (!cached.isEmpty()) {
            text.append(time.isEmpty() ? "" : "  ").append(cached);
        }
        if (!group.folded() && group.attempts() > 1) {
            text.append("  ").append(group.attempts()).append(" attempts");
        }
        return marked(group, text);
    }

    private String marked(TaskGroup group, StringBuilder text) {
        return "  "
                + group.mark(false).in(colours)
                + " "
                + Cells.cut(text.toString().stripTrailing(), columns - 5);
    }

    private static String bar(TaskGroup.Counts counts) {
        int full = counts.over() * BAR / counts.all();
        return "█".repeat(full) + "░".repeat(BAR - full);
    }

    private static Optional<Duration> left(TaskGroup.Counts counts, Duration took) {
        int over = counts.over();
        return over < ETA_FROM || over == counts.all()
                ? Optional.empty()
                : Optional.of(took.multipliedBy(counts.all() - over).dividedBy(over));
    }
}
