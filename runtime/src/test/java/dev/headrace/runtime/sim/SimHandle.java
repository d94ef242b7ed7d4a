package dev.headrace.runtime.sim;

import dev.headrace.spec.run.RunId;
import dev.headrace.spi.store.EventStore;
import dev.headrace.spi.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A controller's handle on the store, with all the trouble that a store may have. */
final class SimHandle implements EventStore {
    private final Controller controller;
    private final World world;
    private final SimStore store;
    private final Dice dice;
    private Optional<Plant> plant = Optional.empty();
    private boolean unknown;

    SimHandle(Controller controller, SimStore.Shelf shelf, Dice dice) {
        this.controller = controller;
        this.world = controller.world;
        this.store = new SimStore(shelf);
        this.dice = dice;
    }

    void spoil(Optional<Plant> bug) {
        plant = bug;
    }

    private boolean has(Plant bug) {
        return plant.equals(Optional.of(bug));
    }

    @Override
    public Appended append(List<Batch> batches) {
        controller.breathe("controller killed before the commit");
        if (dice.permille(world.odds().refuse())) {
            world.counters.add("store refused");
            return new Appended.Refused("busy", dice.percent(30));
        }
        unknown = dice.permille(world.odds().unknown());
        if (unknown && dice.percent(50)) {
            world.counters.add("store unknown, not committed");
            return has(Plant.UNKNOWN_TAKEN_FOR_COMMITTED)
                    ? new Appended.Committed()
                    : new Appended.Unknown("no answer");
        }
        if (has(Plant.COMMIT_COMES_LATE)) {
            world.in(Duration.ofMillis(1), () -> "a late commit", () -> keep(batches));
            return new Appended.Committed();
        }
        Appended appended = store.append(batches);
        if (has(Plant.FENCE_LEFT_OPEN) && appended instanceof Appended.Fenced) {
            world.kept(batches, controller);
            return new Appended.Committed();
        }
        if (appended instanceof Appended.Committed) {
            world.kept(batches, controller);
            controller.breathe("controller killed after the commit");
            if (unknown) {
                world.counters.add("store unknown, committed");
            }
        }
        return unknown ? new Appended.Unknown("no answer") : appended;
    }

    private void keep(List<Batch> batches) {
        if (store.append(batches) instanceof Appended.Committed) {
            world.kept(batches, controller);
        }
    }

    @Override
    public List<Batch> read(RunId run, long fromSequence, int limit) {
        if (unknown && dice.permille(world.odds().unread())) {
            world.counters.add("store unreadable after unknown");
            throw new StoreException(StoreException.Trouble.PASSING, "not now");
        }
        unknown = false;
        return store.read(run, fromSequence, limit);
    }

    @Override
    public void keepVersion(String digest, String spec) {
        store.keepVersion(digest, spec);
    }

    @Override
    public Optional<String> version(String digest) {
        return store.version(digest);
    }

    @Override
    public List<RunRow> runs(int limit, Optional<RunId> before) {
        return store.runs(limit, before);
    }

    @Override
    public Optional<RunRow> run(RunId run) {
        return store.run(run);
    }

    @Override
    public List<RunId> named(String prefix, int limit) {
        return store.named(prefix, limit);
    }

    @Override
    public void forget(RunId run) {
        store.forget(run);
    }

    @Override
    public Optional<Entry> cached(String key) {
        Optional<Entry> entry = store.cached(key);
        if (entry.isEmpty() && has(Plant.CACHE_FORGETS_INPUTS)) {
            return store.anyCached();
        }
        return has(Plant.CACHE_NEVER_EXPIRES) ? entry.map(SimHandle::young) : entry;
    }

    private static Entry young(Entry entry) {
        return new Entry(
                entry.key(),
                entry.task(),
                entry.parts(),
                entry.run(),
                entry.node(),
                entry.made(),
                entry.at().plus(Duration.ofDays(30)));
    }

    @Override
    public List<Entry> cachedLately(String task, int limit) {
        return store.cachedLately(task, limit);
    }

    @Override
    public void send(RunId run, String message) {
        store.send(run, message);
    }

    @Override
    public List<Message> messages(RunId run) {
        return store.messages(run);
    }

    @Override
    public void taken(RunId run, long message) {
        store.taken(run, message);
    }

    @Override
    public void close() {}
}
