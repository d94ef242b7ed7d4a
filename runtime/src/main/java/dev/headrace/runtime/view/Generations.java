package dev.headrace.runtime.view;

import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunEvent.RunContinued;
import dev.headrace.engine.run.RunEvent.RunReopened;
import dev.headrace.runtime.run.EventText;
import dev.headrace.spec.flow.FlowSpec;
import dev.headrace.spec.run.RunId;
import dev.headrace.spi.store.EventStore;
import dev.headrace.spi.store.EventStore.Batch;
import java.util.List;
import java.util.Optional;

/**
 * Finds earlier generations of a run: each is a stretch of its journal. A part of the journal
 * begins where the run went on afresh; within a part, each reopening begins another generation.
 */
public final class Generations {
    private final EventStore store;
    private final EventText text;
    private final RunId run;

    public Generations(EventStore store, EventText text, RunId run) {
        this.store = store;
        this.text = text;
        this.run = run;
    }

    /**
     * A generation as it was at its end; the last one as it is now.
     *
     * @param base where the last part of the journal begins
     * @param generation from 1
     * @return empty if the run has no such generation
     */
    public Optional<RunReading> find(FlowSpec flow, long base, int generation) {
        long from = base;
        Optional<Long> end = Optional.empty();
        while (from > 1) {
            RunContinued first = first(from);
            if (first.generation() <= generation) {
                break;
            }
            end = Optional.of(from);
            from = first.earlier();
        }
        RunReading reading = new RunReading(store, text, run, flow, from);
        reading.catchUp(end, event -> isAfter(event, generation));
        return reading.state().filter(state -> state.head().generation() == generation).isPresent()
                ? Optional.of(reading)
                : Optional.empty();
    }

    private static boolean isAfter(RunEvent event, int generation) {
        return event instanceof RunReopened reopened && reopened.generation() > generation;
    }

    private RunContinued first(long base) {
        List<Batch> batches = store.read(run, base, 1);
        if (!batches.isEmpty()
                && text.read(batches.getFirst().events()).getFirst()
                        instanceof RunContinued continued) {
            return continued;
        }
        throw new IllegalStateException(
                "the journal is corrupt: run " + run + " does not begin at " + base);
    }
}
