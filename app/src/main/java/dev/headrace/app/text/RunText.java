package dev.headrace.app.text;

import dev.headrace.app.store.LogFiles;
import dev.headrace.codec.json.Values;
import dev.headrace.engine.run.RunState;
import dev.headrace.engine.run.RunState.Begun;
import dev.headrace.runtime.view.ArtifactView;
import dev.headrace.runtime.view.AttemptView;
import dev.headrace.runtime.view.Causes;
import dev.headrace.runtime.view.Causes.Cause;
import dev.headrace.runtime.view.RunView;
import dev.headrace.runtime.view.StateWords;
import dev.headrace.runtime.view.Times;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.RunId;
import dev.headrace.spec.run.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A run for people, as a text. */
public final class RunText {
    private static final int LOG_LINES = 10;
    private static final int OTHERS_MAX = 5;
    private static final int LABEL_MAX = 48;
    private static final int ARTIFACTS_MAX = 20;

    private final Begun run;
    private final RunView view;
    private final boolean interrupted;
    private final LogFiles logs;
    private final Style style;

    /**
     * How it shall look.
     *
     * @param columns at most so many in a line, where that can be
     * @param all every task on a line of its own
     */
    public record Style(
            int columns, boolean colours, boolean all, FailureText failures, ZoneId zone) {}

    /**
     * The text of a run.
     *
     * @param folder of the run
     */
    public RunText(Begun run, RunView view, boolean interrupted, Path folder, Style style) {
        this.run = run;
        this.view = view;
        this.interrupted = interrupted;
        this.logs = new LogFiles(folder);
        this.style = style;
    }

    /** Everything that {@code show} says. */
    public String whole(Instant now, Path store) {
        return head(now)
                + failures()
                + section(tasks(now))
                + section(artifacts())
                + "\nstore   "
                + store
                + "\nlogs    "
                + logs.folder().resolve("log")
                + "\n"
                + result()
                + goOn();
    }

    private static String section(String text) {
        return text.isEmpty() ? "" : "\n" + text;
    }

    private String word() {
        return StateWords.of(run, interrupted);
    }

    private String head(Instant now) {
        Mark mark = Mark.of(word());
        String times =
                view.started()
                        .map(start ->
                                "  started "
                                        + Times.local(start, style.zone())
                                        + took(start, now)
                                        + generation())
                        .orElse("");
        String arguments =
                run.head().arguments().entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + Values.display(entry.getValue()))
                        .collect(Collectors.joining("  "));
        return "run "
                + run.head().run()
                + "  "
                + run.flow().name()
                + "  "
                + mark.in(style.colours())
                + " "
                + word()
                + "\n"
                + times
                + "\n"
                + (arguments.isEmpty()
                        ? ""
                        : "  " + Cells.cut(arguments, style.columns() - 2) + "\n");
    }

    private String took(Instant start, Instant now) {
        if (view.ended().isPresent()) {
            return ", took " + Amounts.duration(Duration.between(start, view.ended().get()));
        }
        return interrupted ? "" : ", for " + Amounts.duration(Duration.between(start, now));
    }

    private String generation() {
        int generation = run.head().generation();
        return generation == 1 ? "" : ", generation " + generation;
    }

    /** What the run failed of, in full, and the other failures by a line; empty if it has not. */
    public String failures() {
        Optional<Causes> causes = Causes.of(run);
        if (causes.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder("\n").append(whole(causes.get().first()));
        List<Cause> others = causes.get().others();
        others.stream().limit(OTHERS_MAX).forEach(cause -> text.append(line(cause)).append('\n'));
        if (others.size() > OTHERS_MAX) {
            text.append(Mark.BAD.in(style.colours()))
                    .append(" and ")
                    .append(others.size() - OTHERS_MAX)
                    .append(" more\n");
        }
        return text.toString();
    }

    private String whole(Cause cause) {
        List<String> log =
                view.lastAttempt(cause.node())
                        .flatMap(AttemptView::log)
                        .map(part -> logs.tail(part, LOG_LINES))
                        .orElse(List.of());
        return style.failures().whole(cause, run.flow().name(), log, Mark.BAD, style.colours());
    }

    private String line(Cause cause) {
        String name = FailureText.name(cause.node(), run.flow().name());
        return Mark.BAD.in(style.colours())
                + " "
                + Cells.cut(style.failures().headline(name, cause.failure()), style.columns() - 2);
    }

    /** A line for each task or fan-out. */
    public String tasks(Instant now) {
        List<TaskGroup> groups = TaskGroup.of(run, style.all());
        int width =
                Math.min(
                        LABEL_MAX,
                        groups.stream()
                                .mapToInt(group -> Cells.width(group.label()))
                                .max()
                                .orElse(0));
        StringBuilder text = new StringBuilder();
        for (TaskGroup group : groups) {
            String word = group.word(interrupted);
            text.append("  ")
                    .append(group.mark(interrupted).in(style.colours()))
                    .append(' ')
                    .append(Cells.padded(group.label(), width))
                    .append("  ")
                    .append(Cells.padded(word, 11))
                    .append("  ")
                    .append(Cells.padded(took(group, word, now), 9))
                    .append(details(group));
            text.setLength(text.toString().stripTrailing().length());
            text.append('\n');
        }
        return text.toString();
    }

    private String took(TaskGroup group, String word, Instant now) {
        return word.equals(StateWords.INTERRUPTED) || word.equals("waiting")
                ? ""
                : group.took(view, now).map(Amounts::duration).orElse("");
    }

    private static String details(TaskGroup group) {
        if (group.folded()) {
            return "  [ "
                    + TaskGroup.text(group.counts())
                    + " ]"
                    + (group.cached() > 0 ? "  " + group.cachedWord() : "");
        }
        if (group.cached() > 0) {
            return "  " + group.cachedWord();
        }
        return group.attempts() > 1 ? "  " + group.attempts() + " attempts" : "";
    }

    /** What was made, and how to get it; what has a name comes first, and results if few. */
    public String artifacts() {
        List<ArtifactView> all = ArtifactView.all(run, view);
        List<ArtifactView> named =
                all.stream().filter(artifact -> artifact.name().isPresent()).toList();
        List<ArtifactView> shown = named.stream().limit(ARTIFACTS_MAX).toList();
        if (shown.isEmpty()) {
            return all.isEmpty() ? "" : "results in the store: " + list() + "\n";
        }
        Table table = new Table(2, "", "", "");
        for (ArtifactView artifact : shown) {
            String name = artifact.name().orElse("");
            table.add(
                    "  " + name,
                    Amounts.size(artifact.size()),
                    "headrace get "
                            + quoted(artifact.ref())
                            + " -o "
                            + quoted(name.substring(name.lastIndexOf('/') + 1)));
        }
        String lines = table.text(Integer.MAX_VALUE);
        String more =
                named.size() > shown.size()
                        ? "  and " + (named.size() - shown.size()) + " more: " + list() + "\n"
                        : "";
        return lines.substring(lines.indexOf('\n') + 1) + more;
    }

    private String list() {
        return "headrace artifacts " + run.head().run();
    }

    private String result() {
        Optional<Value> result =
                run instanceof RunState.Finished finished ? finished.result() : Optional.empty();
        return result.filter(value -> !value.equals(Value.NULL))
                .map(value ->
                        "result  " + Cells.cut(Values.display(value), style.columns() - 8) + "\n")
                .orElse("");
    }

    /** The commands that go on from here, each with the whole id. */
    public String goOn() {
        List<String> lines = new ArrayList<>();
        RunId id = run.head().run();
        boolean over = run instanceof RunState.Finished || word().equals(StateWords.CONTINUED);
        switch (word()) {
            case "failed", "cancelled", StateWords.INTERRUPTED ->
                    lines.add("headrace resume " + id + "   goes on where it was");
            default -> {}
        }
        if (!over && !interrupted) {
            lines.add("headrace cancel " + id + "   stops it");
            lines.add("headrace logs " + id + " -f   follows what it writes");
        }
        Causes.of(run)
                .ifPresent(causes -> lines.add("headrace why " + id + task(causes.first().node())));
        return lines.isEmpty() ? "" : "\n" + String.join("\n", lines) + "\n";
    }

    private static String task(NodePath node) {
        return node.isRoot() ? "" : " " + quoted(node.text());
    }

    /** As a shell takes it for one word. */
    public static String quoted(String word) {
        return word.chars().allMatch(c -> isPlain((char) c)) && !word.isEmpty()
                ? word
                : "'" + word.replace("'", "'\\''") + "'";
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || "-_./:,=@%+".indexOf(c) >= 0;
    }
}
