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
import java.util.List;
import java.util.Optional;

/** Follows the journal of a run, for those who only read. */
public final class RunReading {
    private final EventStore store;
    private final EventText text;
    private final RunId run;
    private final RunView view = new RunView();
    private RunState state;

    public RunReading(EventStore store, EventText text, RunId run, FlowSpec flow) {
        this.store = store;
        this.text = text;
        this.run = run;
        state = new RunState.NotStarted(flow);
    }

    /** Reads what has come since; says whether there was anything. */
    public boolean catchUp() {
        long before = view.next();
        Journal.read(store, run, before, this::apply);
        return view.next() > before;
    }

    private void apply(Batch batch) {
        List<RunEvent> events = text.read(batch.events());
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
