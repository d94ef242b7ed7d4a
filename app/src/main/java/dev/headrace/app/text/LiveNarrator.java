package dev.headrace.app.text;

import dev.headrace.app.store.LogFiles;
import dev.headrace.engine.run.NodeState;
import dev.headrace.engine.run.Phase;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunState.Begun;
import dev.headrace.runtime.view.RunView;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A line for each task or fan-out, drawn again whenever something has changed. */
final class LiveNarrator implements Narrator {
    private static final Duration BETWEEN = Duration.ofMillis(100);
    private static final Duration TICK = Duration.ofMillis(500);
    private static final Duration SIZE_AGAIN = Duration.ofSeconds(3);
    private static final int LINES = 16;
    private static final int LABEL_MAX = 40;
    private static final int FAILURES_MAX = 10;

    /** A drawing may take so much of the time at most: one part in so many. */
    private static final int SHARE = 10;

    private final Terminal terminal;
    private final FailureText failures;
    private final Farewell farewell;
    private final Screenful screen;
    private final Map<NodePath, String> progress = new HashMap<>();
    private RunView view = new RunView();
    private LastWords words = new LastWords(new LogFiles(Path.of("")));
    private @Nullable Begun state;
    private Path folder = Path.of("");
    private String lastNotice = "";
    private Instant nextDraw = Instant.EPOCH;
    private Instant nextSize = Instant.EPOCH;
    private Instant seen = Instant.EPOCH;
    private boolean changed;
    private boolean over;
    private int columns = Terminal.WIDTH;
    private int said;

    LiveNarrator(Terminal terminal, FailureText failures) {
        this.terminal = terminal;
        this.failures = failures;
        farewell = new Farewell(terminal, failures);
        screen = new Screenful(terminal.err());
    }

    @Override
    public void tell(Said said) {
        switch (said) {
            case Said.Notice(String text) -> {
                if (!text.equals(lastNotice)) {
                    say(text + "\n");
                }
                lastNotice = text;
            }
            case Said.Began began -> {
                view = began.history();
                folder = began.folder();
                words = new LastWords(new LogFiles(folder));
                say(
                        "run "
                                + began.run()
                                + "  "
                                + began.flow()
                                + "  headrace logs "
                                + began.run()
                                + "\n");
            }
            case Said.Happened(long sequence, Instant at, List<RunEvent> events, Begun now) -> {
                view.apply(sequence, at, events);
                state = now;
                seen = at;
                events.forEach(event -> failure(event, now));
            }
            case Said.Progressed(AttemptId attempt, Optional<Double> fraction, String text) ->
                    progress.put(
                            attempt.node(),
                            fraction.map(part -> Math.round(part * 100) + " % ").orElse("")
                                    + Cells.plain(text));
            case Said.Ended(Begun last, Display.End end) -> {
                Instant now = view.ended().orElse(seen);
                say(farewell.text(last, view, folder, end, tasks(last, now), lastNotice, now));
                over = true;
            }
            case Said.Closed _ -> {}
        }
        changed = true;
    }

    private void say(String text) {
        screen.say(text);
        nextDraw = Instant.EPOCH;
    }

    /** A failure is said at once and stays; of many, the counters tell. */
    private void failure(RunEvent event, Begun now) {
        if (event instanceof RunEvent.AttemptEnded(AttemptId attempt, var ending)
                && ending.outcome() instanceof Outcome.Failed(var failure)
                && !attempt.node().isRoot()
                && said++ < FAILURES_MAX) {
            say(
                    Mark.BAD.in(terminal.colours())
                            + " "
                            + failures.headline(attempt.node().text(), failure)
                            + HistoryText.number(now, attempt)
                            + "\n");
        }
    }

    @Override
    public Duration rest(Instant now) {
        seen = now;
        Begun current = state;
        if (current == null || over) {
            terminal.err().flush();
            return TICK;
        }
        if (now.isBefore(nextDraw)) {
            return Duration.between(now, nextDraw);
        }
        if (!now.isBefore(nextSize)) {
            columns = terminal.width().getAsInt();
            nextSize = now.plus(SIZE_AGAIN);
        }
        long before = System.nanoTime();
        screen.draw(lines(current, now));
        Duration took = Duration.ofNanos(System.nanoTime() - before).multipliedBy(SHARE);
        Duration pause = took.compareTo(BETWEEN) > 0 ? took : BETWEEN;
        nextDraw = now.plus(pause);
        boolean again = changed;
        changed = false;
        return again ? pause : TICK;
    }

    private List<String> lines(Begun current, Instant now) {
        List<TaskGroup> groups = TaskGroup.of(current, false);
        int label = label(groups);
        List<TaskGroup> shown = chosen(groups);
        TaskLine line = new TaskLine(terminal.colours(), columns);
        List<String> lines = new ArrayList<>();
        if (shown.size() < groups.size()) {
            lines.add("  … " + (groups.size() - shown.size()) + " more");
        }
        for (TaskGroup group : shown) {
            lines.add(line.live(group, label, view, now, said(group, now)));
        }
        return lines;
    }

    /** What is under way or went wrong, before what is done or has not begun; in their order. */
    private static List<TaskGroup> chosen(List<TaskGroup> groups) {
        if (groups.size() <= LINES) {
            return groups;
        }
        List<TaskGroup> first = new ArrayList<>();
        List<TaskGroup> rest = new ArrayList<>();
        for (TaskGroup group : groups) {
            String word = group.word(false);
            boolean urgent =
                    word.equals("running") || word.equals("cancelling") || word.equals("failed");
            (urgent ? first : rest).add(group);
        }
        List<TaskGroup> chosen = new ArrayList<>(first.subList(0, Math.min(LINES, first.size())));
        int room = LINES - chosen.size();
        chosen.addAll(rest.subList(Math.max(0, rest.size() - room), rest.size()));
        return groups.stream().filter(chosen::contains).toList();
    }

    private String said(TaskGroup group, Instant now) {
        NodeState task = group.first();
        if (group.folded() || !(task.phase() instanceof Phase.Live live)) {
            return task.phase() instanceof Phase.BackingOff(Instant due, Phase.After after)
                    ? (after == Phase.After.LOOK ? "looks again in " : "again in ")
                            + Amounts.duration(Duration.between(now, due))
                    : "";
        }
        String told = progress.getOrDefault(task.path(), "");
        return told.isEmpty() ? words.of(new AttemptId(task.path(), live.attempt()), now) : told;
    }

    private String tasks(Begun last, Instant now) {
        List<TaskGroup> groups = TaskGroup.of(last, false);
        int label = label(groups);
        TaskLine line = new TaskLine(terminal.colours(), columns);
        StringBuilder text = new StringBuilder();
        groups.forEach(group -> text.append(line.last(group, label, view, now)).append('\n'));
        return text.toString();
    }

    private static int label(List<TaskGroup> groups) {
        return Math.min(
                LABEL_MAX,
                groups.stream().mapToInt(group -> Cells.width(group.label())).max().orElse(0));
    }
}
