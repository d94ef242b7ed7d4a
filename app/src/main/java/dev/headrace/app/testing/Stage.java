package dev.headrace.app.testing;

import dev.headrace.frontends.tests.Replacement;
import dev.headrace.frontends.tests.TestCase.Replaced;
import dev.headrace.spec.flow.InvalidSpec;
import dev.headrace.spec.flow.Problem;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.Ending;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Outcome.Skipped.Reason;
import dev.headrace.spec.run.RunId;
import dev.headrace.spec.run.Value;
import dev.headrace.spi.worker.Answer;
import dev.headrace.spi.worker.Assignment;
import dev.headrace.spi.worker.Report;
import dev.headrace.spi.worker.Stop;
import dev.headrace.spi.worker.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A worker before the real one: it plays the tasks that a test replaces, and hands on all others.
 * What it reports, and what the real one does, is in the time of the test.
 */
public final class Stage implements Worker {
    private static final Duration STARTED_AFTER = Duration.ofMillis(10);
    private static final Pattern NOW = Pattern.compile("now([#~].*)?");

    private final Worker real;
    private final SkippingClock clock;
    private final TestCode code;
    private final Records records;
    private final Map<String, Role> roles = new LinkedHashMap<>();
    private final Set<AttemptId> known = new TreeSet<>(BY_PATH);
    private final PriorityQueue<Due> due =
            new PriorityQueue<>(Comparator.comparing(Due::at).thenComparingLong(Due::number));
    private List<Report> reports = new ArrayList<>();
    private long numbers;

    private static final Comparator<AttemptId> BY_PATH =
            Comparator.comparing(AttemptId::node).thenComparingInt(AttemptId::number);

    /** A replacement, and how often it was used. */
    private static final class Role {
        private final Replaced replaced;
        private int used;

        private Role(Replaced replaced) {
            this.replaced = replaced;
        }
    }

    /** A task that is played, and when it ends. */
    private record Due(Instant at, long number, Report.Ended report) {}

    private record Played(Outcome outcome, Duration time) {}

    public Stage(
            Worker real,
            SkippingClock clock,
            List<Replaced> replaced,
            TestCode code,
            Records records) {
        this.real = real;
        this.clock = clock;
        this.code = code;
        this.records = records;
        replaced.forEach(one -> roles.put(one.task(), new Role(one)));
    }

    /** What is to be reported by now. */
    public List<Report> reports() {
        Instant now = clock.now();
        for (Due next = due.peek(); next != null && !next.at().isAfter(now); next = due.peek()) {
            reports.add(due.remove().report());
        }
        List<Report> told = reports;
        reports = new ArrayList<>();
        return told;
    }

    /** When the next of its tasks ends. */
    public Optional<Instant> next() {
        return Optional.ofNullable(due.peek()).map(Due::at);
    }

    /** Whether it plays this one. */
    public boolean plays(AttemptId attempt) {
        return known.contains(attempt);
    }

    /** What was never used of what must be. */
    public List<Replaced> unused() {
        return roles.values().stream()
                .filter(role -> role.used == 0 && !role.replaced.shared())
                .map(role -> role.replaced)
                .toList();
    }

    /** The same reports in the time of the test. */
    public List<Report> timed(List<Report> given) {
        return given.stream().map(this::timed).toList();
    }

    private Report timed(Report report) {
        return switch (report) {
            case Report.Started(var run, var attempt, var at) ->
                    new Report.Started(run, attempt, clock.at(at));
            case Report.Ended(var run, var attempt, var end) ->
                    new Report.Ended(run, attempt, end.since(clock.at(end.started())));
            case Report.Recorded(var run, var body, var key, var value)
                    when NOW.matcher(key).matches() ->
                    new Report.Recorded(run, body, key, later(value));
            case Report.Joined _,
                    Report.Left _,
                    Report.Asked _,
                    Report.CallsCancelled _,
                    Report.Watching _,
                    Report.Rests _,
                    Report.Roused _,
                    Report.Recorded _,
                    Report.Progressed _ ->
                    report;
        };
    }

    /** What {@code headrace.now()} records: microseconds. */
    private Value later(Value micros) {
        try {
            long moved = Long.parseLong(micros.json()) + clock.ahead().toNanos() / 1_000;
            return new Value(Long.toString(moved));
        } catch (NumberFormatException e) {
            return micros;
        }
    }

    @Override
    public void assign(List<Assignment> assignments) {
        List<Assignment> others = new ArrayList<>();
        for (Assignment assignment : assignments) {
            Optional<Role> role = role(assignment.attempt().node());
            if (role.isEmpty()) {
                others.add(assignment);
            } else if (known.add(assignment.attempt())) {
                play(role.get(), assignment);
            }
        }
        if (!others.isEmpty()) {
            real.assign(others);
        }
    }

    private Optional<Role> role(NodePath path) {
        return path.isRoot()
                ? Optional.empty()
                : Optional.ofNullable(roles.get(path.text()))
                        .or(() -> Optional.ofNullable(roles.get(Names.bare(path))))
                        .or(() -> Optional.ofNullable(roles.get(Names.name(path))));
    }

    private void play(Role role, Assignment assignment) {
        int nth = role.used++;
        Played played = played(role.replaced, role.replaced.by(), assignment, nth);
        Instant begin = clock.now();
        Instant end = begin.plus(played.time());
        if (played.time().compareTo(STARTED_AFTER) >= 0) {
            reports.add(new Report.Started(assignment.run(), assignment.attempt(), begin));
        }
        Ending ending =
                new Ending(
                        played.outcome(),
                        List.of(),
                        List.of(),
                        begin,
                        played.time().toNanos() / 1_000,
                        Optional.empty());
        due.add(
                new Due(
                        end,
                        ++numbers,
                        new Report.Ended(assignment.run(), assignment.attempt(), ending)));
    }

    private Played played(Replaced role, Replacement by, Assignment assignment, int nth) {
        NodePath path = assignment.attempt().node();
        return switch (by) {
            case Replacement.Gives(Value value) -> at(new Outcome.Succeeded(value));
            case Replacement.Fails(var failure) -> at(new Outcome.Failed(failure));
            case Replacement.Lost(String why) -> at(new Outcome.Lost(why));
            case Replacement.Skips(String why) ->
                    at(new Outcome.Skipped(NodePath.ROOT, Reason.SELF, why));
            case Replacement.Takes(Duration time, Replacement then) ->
                    new Played(played(role, then, assignment, nth).outcome(), time);
            case Replacement.InTurn(var turns) -> {
                if (nth >= turns.size()) {
                    throw usedUp(role, path, turns.size());
                }
                yield played(role, turns.get(nth), assignment, nth);
            }
            case Replacement.Recorded(String run) ->
                    at(records.outcome(run, path).orElseThrow(() -> notRecorded(role, path, run)));
            case Replacement.Asked _ -> at(asked(role, nth, assignment));
        };
    }

    private static Played at(Outcome outcome) {
        return new Played(outcome, Duration.ZERO);
    }

    /** While the test's own code runs, the time of the run stands still. */
    private Outcome asked(Replaced role, int nth, Assignment assignment) {
        long began = System.nanoTime();
        try {
            return code.run(role.task(), nth, assignment);
        } finally {
            clock.forget(Duration.ofNanos(System.nanoTime() - began));
        }
    }

    private static InvalidSpec usedUp(Replaced role, NodePath path, int turns) {
        return new InvalidSpec(
                Problem.at(
                                role.place(),
                                "HR-0454",
                                "the replacement of '" + role.task() + "' is used up")
                        .because(
                                "in_turn has "
                                        + turns
                                        + ", one for each try, and "
                                        + path
                                        + " is tried once more")
                        .mend("add what the further tries come to"));
    }

    private static InvalidSpec notRecorded(Replaced role, NodePath path, String run) {
        return new InvalidSpec(
                Problem.at(
                                role.place(),
                                "HR-0451",
                                "the run " + run + " has recorded no end of '" + path + "'")
                        .because("it had no such task, or that did not end by itself")
                        .mend("replace it otherwise, or take another run"));
    }

    @Override
    public void stop(List<Stop> stops) {
        List<Stop> others = new ArrayList<>();
        for (Stop stop : stops) {
            if (!known.contains(stop.attempt())) {
                others.add(stop);
            } else if (due.removeIf(one -> one.report().attempt().equals(stop.attempt()))) {
                reports.add(
                        new Report.Ended(
                                stop.run(),
                                stop.attempt(),
                                Ending.bare(new Outcome.Cancelled("it was stopped"), clock.now())));
            }
        }
        if (!others.isEmpty()) {
            real.stop(others);
        }
    }

    @Override
    public void answer(List<Answer> answers) {
        real.answer(answers);
    }

    @Override
    public void recorded(RunId run, AttemptId body, String key, Value value) {
        real.recorded(run, body, key, value);
    }

    @Override
    public void acknowledge(RunId run, AttemptId attempt) {
        if (!known.contains(attempt)) {
            real.acknowledge(run, attempt);
        }
    }
}
