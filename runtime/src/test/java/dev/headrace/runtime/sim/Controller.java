package dev.headrace.runtime.sim;

import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunState;
import dev.headrace.runtime.run.Loop;
import dev.headrace.runtime.run.Loops;
import dev.headrace.runtime.run.Wake;
import dev.headrace.runtime.run.Watcher;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.RunId;
import dev.headrace.spec.run.WorkerId;
import dev.headrace.spi.worker.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A process that owns runs: the real loop, turned by hand, until it is killed. */
final class Controller implements Watcher {
    final String name;
    final World world;
    final SimHandle store;
    private final Dice dice;
    private final Loop loop;
    private final List<SimWorker> workers = new ArrayList<>();
    private final int slots;
    private List<Consumer<Loop>> mail = new ArrayList<>();
    private Optional<Instant> planned = Optional.empty();
    private Optional<Instant> paused = Optional.empty();
    private long plans;
    private int breaths = -1;
    private int hired;
    private boolean dead;

    Controller(String name, World world, Dice dice, int slots) {
        this.name = name;
        this.world = world;
        this.dice = dice;
        this.slots = slots;
        this.store = new SimHandle(this, world.shelf, dice.split());
        this.loop =
                Loops.spoilt(
                        name,
                        Plants.store(world, store),
                        Plants.text(world, world.text),
                        new Lists(),
                        this,
                        Plants.contents(world),
                        Plants.spoiler(world));
        int count = dice.percent(75) ? 1 : 2;
        for (int i = 0; i < count; i++) {
            employ();
        }
    }

    boolean dead() {
        return dead;
    }

    boolean paused() {
        return paused.isPresent() && world.now().isBefore(paused.get());
    }

    Iterable<SimWorker> workers() {
        return workers;
    }

    boolean knows(RunId run) {
        return loop.state(run).isPresent();
    }

    void employ() {
        if (dead) {
            return;
        }
        WorkerId id = new WorkerId(name + "." + ++hired);
        SimWorker worker =
                new SimWorker(id, this, dice.split(), slots + (dice.percent(30) ? 1 : 0));
        workers.add(worker);
        mail(real -> real.employ(id, worker));
        worker.join();
    }

    void hear(Report report) {
        if (report instanceof Report.Ended(var run, var attempt, _)
                && world.book.page(run).begun().isPresent()
                && !world.live(run, attempt)) {
            world.counters.add("report of an attempt that is over");
        }
        mail(real -> real.report(List.of(report)));
    }

    void mail(Consumer<Loop> letter) {
        mail.add(letter);
        plan(world.now().plusNanos(dice.below(300_000)));
    }

    private void plan(Instant at) {
        if (dead || (planned.isPresent() && !at.isBefore(planned.get()))) {
            return;
        }
        planned = Optional.of(at);
        long plan = ++plans;
        world.at(
                at,
                () -> name + " steps",
                () -> {
                    if (plan == plans && !dead) {
                        planned = Optional.empty();
                        step();
                    }
                });
    }

    private void step() {
        if (paused()) {
            plan(paused.orElseThrow());
            return;
        }
        paused = Optional.empty();
        if (dice.permille(world.odds().pause())) {
            paused = Optional.of(world.now().plusMillis(dice.between(100, 120_000)));
            plan(paused.get());
            return;
        }
        if (dice.permille(world.odds().crash())) {
            breaths = dice.below(8);
        }
        try {
            List<Consumer<Loop>> letters = mail;
            mail = new ArrayList<>();
            letters.forEach(letter -> letter.accept(loop));
            Wake wake = loop.step(world.now());
            wake.due().ifPresent(due -> plan(due.isBefore(world.now()) ? world.now() : due));
            if (breaths >= 0 && dice.percent(50)) {
                world.counters.add("controller killed between steps");
                throw new Fault();
            }
            breaths = -1;
        } catch (Fault killed) {
            die();
        }
    }

    /** Each time that it does something to the world, it may be killed. */
    void breathe(String where) {
        if (breaths >= 0 && breaths-- == 0) {
            world.counters.add(where);
            throw new Fault();
        }
    }

    private void die() {
        dead = true;
        world.note(name + " is killed");
        boolean orphans = dice.permille(world.odds().orphans());
        for (SimWorker worker : workers) {
            if (orphans) {
                world.in(
                        Duration.ofMillis(dice.below(20_000)),
                        () -> worker.id + " dies",
                        worker::die);
            } else {
                worker.die();
            }
        }
        world.died();
    }

    /** Nothing goes wrong any more. */
    void heal() {
        breaths = -1;
        if (paused()) {
            paused = Optional.empty();
            planned = Optional.empty();
            plan(world.now());
        }
    }

    @Override
    public void happened(
            RunId run, long sequence, Instant at, List<RunEvent> events, RunState.Begun state) {
        breathe("controller killed amid effects");
        world.laws.forEach(law -> law.adopted(run, sequence + events.size(), state));
    }

    @Override
    public void progressed(RunId run, AttemptId attempt, Optional<Double> fraction, String text) {}

    @Override
    public void fenced(RunId run) {
        world.counters.add("fenced");
    }

    @Override
    public void quarantined(RunId run, RuntimeException defect) {
        Broken broken = new Broken("NoDefect", run + " is left alone: " + defect.getCause());
        broken.initCause(defect);
        throw broken;
    }

    @Override
    public void refused(String why, boolean full) {}
}
