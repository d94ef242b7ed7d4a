package dev.headrace.runtime.run;

import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunEvolver;
import dev.headrace.engine.run.RunState;
import dev.headrace.spec.flow.FlowSpec;
import dev.headrace.spec.run.RunId;
import dev.headrace.spi.store.EventStore;
import dev.headrace.spi.store.EventStore.Batch;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The journal of a run, read from where its last part begins. */
public final class Journal {
    private static final int PAGE = 500;

    private Journal() {}

    /**
     * Hands over all batches of a run from {@code from} on, in order; says where the next one
     * begins.
     */
    public static long read(EventStore store, RunId run, long from, Consumer<Batch> each) {
        return read(store, run, from, each, () -> false);
    }

    /** The same until it is enough, which is asked after each page. */
    public static long read(
            EventStore store, RunId run, long from, Consumer<Batch> each, BooleanSupplier enough) {
        long next = from;
        while (true) {
            List<Batch> page = store.read(run, next, PAGE);
            for (Batch batch : page) {
                each.accept(batch);
                next = batch.sequence() + batch.count();
            }
            if (page.size() < PAGE || enough.getAsBoolean()) {
                return next;
            }
        }
    }

    /** Where a run stands, as its journal says. */
    public static Owned load(EventStore store, EventText text, RunId run, FlowSpec flow) {
        Optional<EventStore.RunRow> row = store.run(run);
        RunState[] state = {new RunState.NotStarted(flow)};
        long next =
                read(
                        store,
                        run,
                        row.map(EventStore.RunRow::base).orElse(1L),
                        batch -> {
                            for (RunEvent event : text.read(batch.events())) {
                                state[0] = RunEvolver.evolve(state[0], event);
                            }
                        });
        return new Owned(state[0], next, row);
    }
}
