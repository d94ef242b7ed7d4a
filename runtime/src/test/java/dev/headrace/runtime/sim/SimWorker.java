package dev.headrace.runtime.sim;

import dev.headrace.spec.flow.Resources;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.Ending;
import dev.headrace.spec.run.RunId;
import dev.headrace.spec.run.Value;
import dev.headrace.spec.run.WorkerId;
import dev.headrace.spi.worker.Answer;
import dev.headrace.spi.worker.Assignment;
import dev.headrace.spi.worker.Report;
import dev.headrace.spi.worker.Stop;
import dev.headrace.spi.worker.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/** A host that runs made-up code, behind a link that is slow, stutters, and loses things. */
final class SimWorker implements Worker {
    final WorkerId id;
    final World world;
    final Controller controller;
    final Dice dice;
    final int slots;
    private final SequencedMap<String, Execution> executions = new TreeMap<>();
    private final Map<RunId, Long> epochs = new HashMap<>();
    private final Map<String, Report.Ended> unacknowledged = new TreeMap<>();
    private Instant lastSaid = Instant.MIN;
    private Instant lastHeard = Instant.MIN;
    private boolean dead;

    SimWorker(WorkerId id, Controller controller, Dice dice, int slots) {
        this.id = id;
        this.world = controller.world;
        this.controller = controller;
        this.dice = dice;
        this.slots = slots;
    }

    Iterable<Execution> executions() {
        return executions.values();
    }

    Resources offer() {
        return new Resources(slots * 1000, 0);
    }

    boolean dead() {
        return dead;
    }

    private static String key(RunId run, AttemptId attempt) {
        return run + " " + attempt;
    }

    // ------------------------------------------------------------ from the controller

    @Override
    public void assign(List<Assignment> assignments) {
        controller.breathe("controller killed amid effects");
        assignments.forEach(
                assignment -> world.laws.forEach(law -> law.assigned(this, assignment)));
        hear("assign", () -> assignments.forEach(this::assign));
    }

    private void assign(Assignment assignment) {
        long seen = epochs.getOrDefault(assignment.run(), 0L);
        String key = key(assignment.run(), assignment.attempt());
        if (assignment.epoch() < seen || executions.containsKey(key)) {
            return;
        }
        epochs.put(assignment.run(), assignment.epoch());
        if (assignment.brief()) {
            world.counters.add("brief attempt");
        }
        Execution execution = new Execution(assignment, this);
        executions.put(key, execution);
        world.in(
                Duration.ofMillis(dice.below(6)),
                () -> id + " begins " + assignment.attempt(),
                execution::begin);
    }

    @Override
    public void stop(List<Stop> stops) {
        controller.breathe("controller killed amid effects");
        stops.forEach(stop -> world.laws.forEach(law -> law.stopped(this, stop)));
        hear(
                "stop",
                () ->
                        stops.forEach(stop ->
                                find(stop.run(), stop.attempt())
                                        .ifPresent(execution -> execution.stop(stop.grace()))));
    }

    @Override
    public void answer(List<Answer> said) {
        controller.breathe("controller killed amid effects");
        List<Answer> answers = said.stream().map(answer -> Plants.answer(world, answer)).toList();
        answers.forEach(answer -> world.laws.forEach(law -> law.answered(this, answer)));
        hear(
                "answer",
                () ->
                        answers.forEach(answer ->
                                find(answer.run(), answer.body())
                                        .ifPresent(execution -> execution.answer(answer))));
    }

    @Override
    public void recorded(RunId run, AttemptId body, String key, Value value) {
        controller.breathe("controller killed amid effects");
        hear(
                "recorded",
                () -> find(run, body).ifPresent(execution -> execution.recorded(key, value)));
    }

    @Override
    public void acknowledge(RunId run, AttemptId attempt) {
        controller.breathe("controller killed amid effects");
        unacknowledged.remove(key(run, attempt));
    }

    private Optional<Execution> find(RunId run, AttemptId attempt) {
        return Optional.ofNullable(executions.get(key(run, attempt)));
    }

    /** In order, after a while. */
    private void hear(String what, Runnable then) {
        Instant soon = world.now().plusNanos(dice.below(500_000));
        if (dice.permille(world.odds().late() / 4)) {
            soon = soon.plusMillis(dice.below(5_000));
        }
        lastHeard = soon.isAfter(lastHeard) ? soon : lastHeard.plusNanos(1);
        world.at(
                lastHeard,
                () -> id + " hears " + what,
                () -> {
                    if (!dead) {
                        then.run();
                    }
                });
    }

    // ------------------------------------------------------------ to the controller

    void join() {
        say(new Report.Joined(id, offer()));
    }

    void ended(Execution execution, Ending ending) {
        Report.Ended report =
                new Report.Ended(
                        execution.assignment.run(), execution.assignment.attempt(), ending);
        unacknowledged.put(key(report.run(), report.attempt()), report);
        if (dice.permille(world.odds().lose())) {
            world.counters.add("report lost");
        } else {
            say(report);
        }
        again(report, 1);
    }

    /** Until it is acknowledged. */
    private void again(Report.Ended report, int tries) {
        world.in(
                Duration.ofSeconds(Math.min(60, 5L * tries)),
                () -> id + " looks after " + report.attempt(),
                () -> {
                    if (!dead
                            && !controller.dead()
                            && unacknowledged.containsKey(key(report.run(), report.attempt()))) {
                        say(report);
                        again(report, tries + 1);
                    }
                });
    }

    /** In order, after a while, and perhaps once more later. */
    void say(Report report) {
        if (dead || controller.dead()) {
            return;
        }
        Instant soon = world.now().plusNanos(dice.below(1_000_000));
        if (dice.permille(world.odds().late())) {
            soon = soon.plusMillis(dice.below(20_000));
        }
        lastSaid = soon.isAfter(lastSaid) ? soon : lastSaid.plusNanos(1);
        deliver(lastSaid, report);
        if (dice.permille(world.odds().twice())) {
            deliver(lastSaid.plusMillis(dice.below(60_000)), report);
        }
        if (dice.permille(world.odds().leave())) {
            leave();
        }
    }

    private void deliver(Instant at, Report report) {
        world.at(
                at,
                () -> controller.name + " hears of " + id + " " + words(report),
                () -> controller.hear(report));
    }

    private static String words(Report report) {
        return switch (report) {
            case Report.Joined _ -> "joined";
            case Report.Left _ -> "left";
            case Report.Started(_, var attempt, _) -> "started " + attempt;
            case Report.Asked(_, var body, var calls, var await) ->
                    "asked " + body + " " + calls.size() + await.map(Object::toString).orElse("");
            case Report.CallsCancelled(_, var body, var keys) -> "cancelled " + body + " " + keys;
            case Report.Watching(_, var body, var keys) -> "watches " + body + " " + keys;
            case Report.Rests(_, var body, int nth, int heard) ->
                    "rests " + body + " " + nth + " " + heard;
            case Report.Roused(_, var body, int nth, var lapsed) ->
                    "roused " + body + " " + nth + " " + lapsed;
            case Report.Recorded(_, var body, var key, _) -> "recorded " + body + " " + key;
            case Report.Progressed(_, var attempt, _, _) -> "progressed " + attempt;
            case Report.Ended(_, var attempt, var ending) ->
                    "ended " + attempt + " " + ending.outcome().getClass().getSimpleName();
        };
    }

    /** The host is gone; the controller notices after a while. */
    private void leave() {
        world.counters.add("worker left");
        die();
        Duration noticed = Duration.ofMillis(dice.below(10_000));
        deliver(
                world.now().plus(noticed).isAfter(lastSaid)
                        ? world.now().plus(noticed)
                        : lastSaid.plusNanos(1),
                new Report.Left(id, "its host is gone"));
        world.in(
                noticed.plusMillis(dice.between(1, 5_000)),
                () -> controller.name + " gets a worker",
                controller::employ);
    }

    void die() {
        dead = true;
        executions.values().forEach(Execution::die);
    }
}
