package dev.headrace.app.text;

import dev.headrace.engine.run.Caching;
import dev.headrace.engine.run.NodeState;
import dev.headrace.engine.run.Phase;
import dev.headrace.engine.run.RunState.Begun;
import dev.headrace.runtime.view.RunDocument;
import dev.headrace.runtime.view.RunView;
import dev.headrace.runtime.view.StateWords;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What stands on one line: a task, or a fan-out: several siblings of one name.
 *
 * @param label of the line
 * @param tasks in the order in which they were asked for
 * @param cached how many of them were taken from the cache
 */
record TaskGroup(String label, List<NodeState> tasks, int cached) {
    /** So many siblings of one name stand on one line. */
    static final int FOLDED_FROM = 4;

    private record Kin(String parent, String name) {}

    /** How many are where. */
    record Counts(int done, int bad, int busy, int stopped, int all) {
        int over() {
            return done + bad + stopped;
        }
    }

    /** The lines of a run, in the order in which their first tasks were asked for. */
    static List<TaskGroup> of(Begun run, boolean all) {
        Map<Kin, List<NodeState>> kins = new LinkedHashMap<>();
        for (NodeState task : RunDocument.tasks(run)) {
            kins.computeIfAbsent(kin(task), _ -> new ArrayList<>(1)).add(task);
        }
        List<TaskGroup> groups = new ArrayList<>();
        kins.forEach((kin, tasks) -> {
            if (all || tasks.size() < FOLDED_FROM) {
                tasks.forEach(task -> groups.add(group(run, task.path().text(), List.of(task))));
            } else {
                String label = kin.parent.isEmpty() ? kin.name : kin.parent + "/" + kin.name;
                groups.add(group(run, label, tasks));
            }
        });
        return groups;
    }

    private static TaskGroup group(Begun run, String label, List<NodeState> tasks) {
        Caching cache = run.tree().cache();
        int cached = 0;
        if (!cache.looked().isEmpty()) {
            for (NodeState task : tasks) {
                if (cache.looked(task.path()).orElse(null) instanceof Caching.Taken) {
                    cached++;
                }
            }
        }
        return new TaskGroup(label, tasks, cached);
    }

    /** Said of what was taken from the cache; empty where nothing was. */
    String cachedWord() {
        return cached == 0 ? "" : folded() ? cached + " cached" : "cached";
    }

    private static Kin kin(NodeState task) {
        // Items of a ForEach hang below a node of their own name.
        NodePath above = task.parent().orElse(NodePath.ROOT);
        return above.key().equals(task.name()) && task.path().text().startsWith(above + "[")
                ? new Kin(upTo(above), task.name())
                : new Kin(above.text(), task.name());
    }

    private static String upTo(NodePath path) {
        int slash = path.text().lastIndexOf('/');
        return slash < 0 ? "" : path.text().substring(0, slash);
    }

    boolean folded() {
        return tasks.size() > 1;
    }

    NodeState first() {
        return tasks.getFirst();
    }

    Counts counts() {
        int done = 0;
        int bad = 0;
        int busy = 0;
        int stopped = 0;
        for (NodeState task : tasks) {
            switch (task.phase()) {
                case Phase.Settled(Outcome.Succeeded _) -> done++;
                case Phase.Settled(Outcome.Failed _), Phase.Settled(Outcome.Lost _) -> bad++;
                case Phase.Settled(Outcome.Cancelled _), Phase.Settled(Outcome.Skipped _) ->
                        stopped++;
                case Phase.Live _, Phase.Open _, Phase.Closing _ -> busy++;
                case Phase.Waiting _,
                        Phase.Doomed _,
                        Phase.Eligible _,
                        Phase.Looking _,
                        Phase.Ready _,
                        Phase.BackingOff _,
                        Phase.Asleep _ -> {}
            }
        }
        return new Counts(done, bad, busy, stopped, tasks.size());
    }

    /** {@code 37/60 ✓35 ✗1 ●2}. */
    static String text(Counts counts) {
        StringBuilder text = new StringBuilder();
        text.append(counts.over()).append('/').append(counts.all());
        add(text, Mark.DONE, counts.done());
        add(text, Mark.BAD, counts.bad());
        add(text, Mark.STOPPED, counts.stopped());
        add(text, Mark.BUSY, counts.busy());
        return text.toString();
    }

    private static void add(StringBuilder text, Mark mark, int count) {
        if (count > 0) {
            text.append(' ').append(mark.sign()).append(count);
        }
    }

    /** The word for all of it. */
    String word(boolean interrupted) {
        if (!folded()) {
            return StateWords.of(first().phase(), interrupted);
        }
        Counts counts = counts();
        if (counts.over() < counts.all()) {
            return interrupted
                    ? StateWords.INTERRUPTED
                    : counts.over() + counts.busy() > 0 ? "running" : "waiting";
        }
        if (counts.bad() > 0) {
            return "failed";
        }
        return counts.stopped() > 0 ? stoppedWord() : "succeeded";
    }

    private String stoppedWord() {
        return tasks.stream()
                .map(task -> StateWords.of(task.phase(), false))
                .filter(word -> word.equals("cancelled"))
                .findFirst()
                .orElse("skipped");
    }

    Mark mark(boolean interrupted) {
        return !folded() && first().phase() instanceof Phase.BackingOff
                ? Mark.AGAIN
                : Mark.of(word(interrupted));
    }

    /** From the first start to the last end, or to now. */
    Optional<Duration> took(RunView view, Instant now) {
        Optional<Instant> from = Optional.empty();
        Optional<Instant> to = Optional.empty();
        for (NodeState task : tasks) {
            Optional<Instant> start = view.started(task.path());
            if (start.isPresent() && (from.isEmpty() || start.get().isBefore(from.get()))) {
                from = start;
            }
            Optional<Instant> end = task.settled() ? end(task, view) : Optional.of(now);
            if (end.isPresent() && (to.isEmpty() || end.get().isAfter(to.get()))) {
                to = end;
            }
        }
        Optional<Instant> last = to;
        return from.flatMap(start -> last.map(end -> Duration.between(start, end)));
    }

    private static Optional<Instant> end(NodeState task, RunView view) {
        return view.lastAttempt(task.path())
                .flatMap(attempt -> attempt.ended())
                .or(() -> view.settled(task.path()));
    }

    int attempts() {
        return first().tally().tries();
    }
}
