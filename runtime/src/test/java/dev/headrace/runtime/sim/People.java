package dev.headrace.runtime.sim;

import dev.headrace.engine.run.Decision;
import dev.headrace.engine.run.RunCommand;
import dev.headrace.engine.run.RunState;
import dev.headrace.engine.run.Selection;
import dev.headrace.engine.run.Verdict;
import dev.headrace.runtime.run.Journal;
import dev.headrace.spec.run.RunId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Those who start runs, look after them now and then, cancel them and resume them. */
final class People {
    private static final int RESUMES_MAX = 3;

    private final World world;
    private final Dice dice;
    private final int slots;
    private final Map<RunId, Controller> asked = new TreeMap<>();
    private final Map<RunId, Integer> resumes = new HashMap<>();
    private final Map<RunId, Scenario> runs = new TreeMap<>();
    private final Meddling meddling;
    private final Dice caching;
    private final Set<RunId> cacheless = new TreeSet<>();
    private int visits;
    private int signals;

    People(World world, Dice dice, int slots) {
        this.world = world;
        this.caching = dice.split();
        this.dice = dice;
        this.slots = slots;
        this.meddling = new Meddling(dice.split());
    }

    void come() {
        int count = dice.percent(60) ? 1 : dice.between(2, 3);
        for (int i = 1; i <= count; i++) {
            RunId run = new RunId("run0000" + i);
            Scenario made = Maker.scenario(dice.split(), slots);
            Scenario scenario =
                    i > 1 && caching.percent(60) ? scenario(new RunId("run00001")) : made;
            if (caching.percent(10)) {
                cacheless.add(run);
            }
            runs.put(run, scenario);
            world.book.open(run, scenario);
            visit(run, dice.below(3_000));
        }
    }

    private void visit(RunId run, int millis) {
        world.idly(
                Duration.ofMillis(millis),
                () -> "somebody looks at " + run,
                () -> {
                    look(run);
                    int longer = Math.min(12, visits++ / 60); // they lose interest
                    visit(run, dice.between(50, 8_000) << longer);
                });
    }

    private void look(RunId run) {
        if (caching.percent(3)) {
            world.forgetContent(caching);
        }
        switch (world.book.page(run).state) {
            case RunState.NotStarted _ -> {
                if (!asked.containsKey(run)) {
                    start(run);
                }
            }
            case RunState.Finished done -> finished(run, done);
            case RunState.Active active -> begun(run, active);
            case RunState.Paused paused -> begun(run, paused);
            case RunState.Cancelling cancelling -> begun(run, cancelling);
        }
    }

    private void start(RunId run) {
        Scenario scenario = scenario(run);
        anybody(Optional.empty())
                .ifPresent(controller -> {
                    asked.put(run, controller);
                    controller.mail(loop -> {
                        if (loop.state(run).isEmpty()) {
                            loop.add(run, scenario.flow());
                        }
                        loop.tell(
                                run,
                                new RunCommand.StartRun(
                                        run,
                                        "sha256:" + run,
                                        scenario.arguments(),
                                        "manual",
                                        controller.name,
                                        !refusesCache(run)),
                                decision -> replied(run, decision));
                    });
                });
    }

    private void replied(RunId run, Decision decision) {
        asked.remove(run);
        world.laws.forEach(law -> law.replied(run, decision));
    }

    private void finished(RunId run, RunState.Finished done) {
        if (!asked.containsKey(run)
                && !world.healed()
                && resumes.getOrDefault(run, 0) < RESUMES_MAX
                && (done.verdict() != Verdict.SUCCEEDED
                        ? dice.percent(40)
                        : dice.permille(world.odds().meddle()))) {
            resumes.merge(run, 1, Integer::sum);
            Selection selection = meddling.again(done);
            if (runs.keySet().stream()
                    .anyMatch(other -> world.book.page(other).state instanceof RunState.Active)) {
                world.counters.add("resumed while another waits");
            }
            anybody(Optional.empty()).ifPresent(controller -> take(run, controller, selection));
        }
    }

    private void begun(RunId run, RunState.Begun begun) {
        if (asked.containsKey(run)) {
            return;
        }
        Optional<Controller> owner =
                world.controller(begun.head().owner()).filter(one -> !one.dead());
        if (owner.isEmpty()) {
            anybody(Optional.empty()).ifPresent(controller -> take(run, controller));
        } else if (owner.get().paused() && dice.percent(50)) {
            take(run, owner, "owner paused and run taken over");
        } else if (dice.permille(world.odds().steal())) {
            take(run, owner, "run taken from an owner that lives");
        } else if (dice.permille(world.odds().cancel())) {
            ask(run, owner.get(), new RunCommand.CancelRun("somebody", "as I like it"));
        } else if (begun instanceof RunState.Cancelling && meddling.impatient()) {
            ask(run, owner.get(), new RunCommand.CancelRun("somebody", "at once", true));
        } else if (waits(begun)
                .map(command -> {
                    ask(run, owner.get(), command);
                    return true;
                })
                .orElse(false)) {
            world.counters.add("somebody answered a wait");
        } else if (world.healed()) {
            meddling.leave(begun).ifPresent(operation -> ask(run, owner.get(), operation));
        } else if (dice.permille(world.odds().meddle())) {
            meddling.meddle(begun).ifPresent(operation -> ask(run, owner.get(), operation));
        }
    }

    /** Sometimes the last signal comes once more. */
    private Optional<RunCommand> waits(RunState.Begun begun) {
        if (signals == 0 || !dice.percent(20)) {
            signals++;
        }
        return Waiting.answer(begun, dice, signals, world.healed());
    }

    private void ask(RunId run, Controller owner, RunCommand command) {
        owner.mail(loop ->
                loop.tell(
                        run,
                        command,
                        decision -> world.laws.forEach(law -> law.replied(run, decision))));
    }

    private void take(RunId run, Optional<Controller> owner, String what) {
        anybody(owner)
                .ifPresent(controller -> {
                    world.counters.add(what);
                    take(run, controller);
                });
    }

    private void take(RunId run, Controller controller) {
        take(run, controller, new Selection.Unfinished());
    }

    private void take(RunId run, Controller controller, Selection selection) {
        asked.put(run, controller);
        controller.mail(loop -> {
            var owned = Journal.load(controller.store, world.text, run, scenario(run).flow());
            loop.takeOver(
                    run,
                    owned,
                    new RunCommand.ReopenRun(selection, "somebody", "again"),
                    decision -> replied(run, decision));
        });
    }

    private Optional<Controller> anybody(Optional<Controller> but) {
        List<Controller> alive =
                world.controllers().stream()
                        .filter(one -> !one.dead() && !one.paused())
                        .filter(one -> !but.equals(Optional.of(one)))
                        .toList();
        return alive.isEmpty() ? Optional.empty() : Optional.of(dice.one(alive));
    }

    /** A controller has died; what it was asked for, others may be asked for. */
    void forget() {
        asked.values().removeIf(Controller::dead);
    }

    /** Whether every run is over. */
    boolean content() {
        return open().isEmpty();
    }

    List<RunId> open() {
        return runs.keySet().stream().filter(run -> !world.book.page(run).finished()).toList();
    }

    /** What is not over, in words. */
    String where() {
        StringBuilder text = new StringBuilder();
        for (RunId run : open()) {
            text.append(run).append(" of ");
            world.book
                    .page(run)
                    .begun()
                    .ifPresent(begun -> {
                        text.append(begun.head().owner()).append(':');
                        for (var entry : begun.tree().nodes()) {
                            if (!entry.value().settled()) {
                                text.append("\n    '").append(entry.key()).append("' ");
                                text.append(entry.value().phase());
                            }
                        }
                    });
        }
        return text.toString();
    }

    /** Whether there is nothing that they would do about the runs that are not over. */
    boolean idle() {
        return open().stream()
                .allMatch(run ->
                        world.book
                                        .page(run)
                                        .begun()
                                        .flatMap(begun -> world.controller(begun.head().owner()))
                                        .filter(owner -> !owner.dead())
                                        .isPresent()
                                && world.book.page(run).begun().filter(Waiting::wanted).isEmpty()
                                && world.book.page(run).begun().flatMap(meddling::leave).isEmpty());
    }

    /** Whether it is started so that it takes nothing from the cache. */
    boolean refusesCache(RunId run) {
        return cacheless.contains(run);
    }

    private Scenario scenario(RunId run) {
        return Optional.ofNullable(runs.get(run)).orElseThrow();
    }
}
