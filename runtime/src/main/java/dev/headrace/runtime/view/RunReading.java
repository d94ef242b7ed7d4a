package dev.headrace.runtime.view;

import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunEvolver;
import dev.headrace.engine.run.RunState;
import dev.headrace.engine.run.RunState.Begun;
import dev.headrace.runtime.run.EventText;
import dev.headrace.runtime.run.Journal;
import dev.headrace.spec.flow.FlowSpec;
import dev.headrace.spec.run.RunId;
import dev.headrace.spi.store.EventStore;
import dev.headrace.spi.store.EventStore.Batch;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Follows the journal of a run, for those who only read. */
public final class RunReading {
    private final EventStore store;
    private final EventText text;
    private final RunId run;
    private final RunView view;
    private RunState state;

    /**
     * Nothing is read yet.
     *
     * @param base where the journal is to be read from, as its row says
     */
    public RunReading(EventStore store, EventText text, RunId run, FlowSpec flow, long base) {
        this.store = store;
        this.text = text;
        this.run = run;
        view = new RunView(base);
        state = new RunState.NotStarted(flow);
    }

    /** Reads what has come since; says whether there was anything. */
    public boolean catchUp() {
        long before = view.next();
        Journal.read(store, run, before, this::apply);
        return view.next() > before;
    }

    /**
     * Reads what comes before an event and before a sequence number, for those who look back.
     *
     * @param end where the reading ends at the latest
     * @param until the event before which it ends
     */
    void catchUp(Optional<Long> end, Predicate<RunEvent> until) {
        boolean[] over = {false};
        Instant[] last = {Instant.EPOCH};
        Journal.read(
                store,
                run,
                view.next(),
                batch -> {
                    over[0] |= end.filter(base -> batch.sequence() >= base).isPresent();
                    if (!over[0]) {
                        List<RunEvent> events = text.read(batch.events());
                        List<RunEvent> before = events.stream().takeWhile(until.negate()).toList();
                        over[0] = before.size() < events.size();
                        apply(batch, before);
                        last[0] = batch.at();
                    }
                },
                () -> over[0]);
        if (over[0]) {
            view.over(last[0]);
        }
    }

    private void apply(Batch batch) {
        apply(batch, text.read(batch.events()));
    }

    private void apply(Batch batch, List<RunEvent> events) {
        for (RunEvent event : events) {
            state = RunEvolver.evolve(state, event);
        }
        view.apply(batch.sequence(), batch.at(), events);
    }

    public RunView view() {
        return view;
    }

    /** Where the run stood when the journal was last read; empty before its first event. */
    public Optional<Begun> state() {
        return state instanceof Begun begun ? Optional.of(begun) : Optional.empty();
    }
}
