package dev.headrace.runtime.sim;

import dev.headrace.engine.run.Phase;
import dev.headrace.runtime.run.EventText;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.RunId;
import dev.headrace.spi.store.EventStore.Batch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Supplier;

/** One world: time, and all that happens in it, in one order that its seed alone decides. */
final class World {
    private static final int STEPS_MAX = 60_000;
    private static final Instant DAWN = Instant.parse("2026-01-01T00:00:00Z");
    private static final int TAIL = Integer.getInteger("sim.tail", 15);

    final Optional<Plant> plant;
    final Counters counters = new Counters();
    final SimStore.Shelf shelf = new SimStore.Shelf();
    final EventText text;
    final Book book;

    /** Content that was in the artifact store and is not any more. */
    final Set<String> gone = new HashSet<>();

    /** All content that has ever been there, in that order. */
    final Set<String> contents = new LinkedHashSet<>();

    final List<Law> laws;
    final People people;
    private final Dice dice;
    private final Odds fate;
    private final int slots;
    private final List<Controller> controllers = new ArrayList<>();
    private final Map<String, Integer> wrong = new HashMap<>();
    private final PriorityQueue<Happening> queue = new PriorityQueue<>();
    private final Deque<String> tail = new ArrayDeque<>();
    private Instant now = DAWN;
    private long sequence;
    private int pending;
    private int steps;
    private int born;
    private long trace = 0xcbf29ce484222325L;
    private boolean healed;

    private record Happening(
            Instant at,
            long lot,
            long sequence,
            boolean idle,
            Supplier<String> label,
            Runnable action)
            implements Comparable<Happening> {
        @Override
        public int compareTo(Happening other) {
            int byTime = at.compareTo(other.at);
            int byLot = byTime != 0 ? byTime : Long.compare(lot, other.lot);
            return byLot != 0 ? byLot : Long.compare(sequence, other.sequence);
        }
    }

    /** What became of a world. */
    record Trace(long seed, long hash, int steps, Optional<Broken> broken, List<String> tail) {}

    private World(long seed, Optional<Plant> plant) {
        this.plant = plant;
        dice = Dice.of(seed);
        fate = Odds.rolled(dice.split());
        slots = dice.percent(35) ? 1 : dice.between(2, 4);
        text = new CodecText();
        book = new Book(text);
        laws = Laws.all(this);
        people = new People(this, dice.split(), slots);
    }

    static Trace live(long seed, Optional<Plant> plant, Counters all) {
        World world = new World(seed, plant);
        Optional<Broken> broken = Optional.empty();
        try {
            world.live();
        } catch (Broken law) {
            broken = Optional.of(law);
        } catch (RuntimeException defect) {
            Broken law = new Broken("NoDefect", defect.toString());
            law.initCause(defect);
            broken = Optional.of(law);
        }
        all.addAll(world.counters);
        return new Trace(seed, world.trace, world.steps, broken, List.copyOf(world.tail));
    }

    /** A world whose laws hold, as it is when all is quiet. */
    static World lived(long seed, Optional<Plant> plant) {
        World world = new World(seed, plant);
        world.live();
        return world;
    }

    private void live() {
        grow();
        grow();
        people.come();
        int calm = dice.between(20, 600);
        while (true) {
            if (steps >= calm && !healed) {
                heal();
            }
            boolean quiet = pending == 0;
            Happening next = queue.remove();
            now = next.at().isAfter(now) ? next.at() : now;
            pending -= next.idle() ? 0 : 1;
            if (++steps > STEPS_MAX) {
                throw new Broken("Liveness", "it goes on and on");
            }
            if (!next.idle()) {
                note(next.label().get());
            }
            next.action().run();
            if (healed && quiet && pending == 0) {
                if (people.content()) {
                    laws.forEach(Law::ended);
                    return;
                }
                if (people.idle()) {
                    throw new Broken("Liveness", "stuck: nobody will ever wake " + people.where());
                }
            }
        }
    }

    private void heal() {
        healed = true;
        note("all is well from now on");
        controllers.forEach(Controller::heal);
    }

    private void grow() {
        controllers.add(
                new Controller(
                        (char) ('a' + born % 26) + String.valueOf(born / 26),
                        this,
                        dice.split(),
                        slots));
        born++;
    }

    /** A controller is gone; another one comes. */
    void died() {
        people.forget();
        in(Duration.ofMillis(dice.below(5_000)), () -> "a controller comes", this::grow);
    }

    Odds odds() {
        return healed ? Odds.CALM : fate;
    }

    boolean healed() {
        return healed;
    }

    Instant now() {
        return now;
    }

    List<Controller> controllers() {
        return controllers;
    }

    Optional<Controller> controller(String name) {
        return controllers.stream().filter(one -> one.name.equals(name)).findFirst();
    }

    /** Somebody removes something from the artifact store. */
    void forgetContent(Dice chance) {
        List<String> there = contents.stream().filter(digest -> !gone.contains(digest)).toList();
        if (!there.isEmpty()) {
            gone.add(chance.one(there));
        }
    }

    void in(Duration delay, Supplier<String> label, Runnable action) {
        at(now.plus(delay), label, action);
    }

    void at(Instant at, Supplier<String> label, Runnable action) {
        pending++;
        queue.add(new Happening(at, dice.bits(), sequence++, false, label, action));
    }

    /** Something that people do now and then, which moves nothing by itself. */
    void idly(Duration delay, Supplier<String> label, Runnable action) {
        queue.add(new Happening(now.plus(delay), dice.bits(), sequence++, true, label, action));
    }

    void note(String what) {
        trace = (trace ^ what.hashCode()) * 0x100000001b3L;
        trace = (trace ^ now.hashCode()) * 0x100000001b3L;
        tail.addLast(Duration.between(DAWN, now) + " " + what);
        if (tail.size() > TAIL) {
            tail.removeFirst();
        }
    }

    void kept(List<Batch> batches, Controller writer) {
        for (Batch batch : batches) {
            note("kept " + batch.run() + " from " + batch.sequence() + " " + batch.events());
            book.write(batch, writer, laws);
        }
    }

    /** How often the code of a node has gone wrong. */
    int wrong(RunId run, NodePath node) {
        return wrong.getOrDefault(run + " " + node, 0);
    }

    void goWrong(RunId run, NodePath node) {
        wrong.merge(run + " " + node, 1, Integer::sum);
    }

    /** Whether the journal says that this attempt is under way. */
    boolean live(RunId run, AttemptId attempt) {
        return book.page(run)
                .begun()
                .flatMap(begun -> begun.tree().find(attempt.node()))
                .filter(node ->
                        node.phase() instanceof Phase.Live live
                                && live.attempt() == attempt.number())
                .isPresent();
    }
}
