package dev.headrace.runtime.sim;

import dev.headrace.engine.run.Grant;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunEvolver;
import dev.headrace.engine.run.RunState;
import dev.headrace.runtime.run.EventText;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.RunId;
import dev.headrace.spi.store.EventStore.Batch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The journals as they really lie in the store, read by somebody who believes nobody. */
final class Book {
    private final EventText text;
    private final Map<RunId, Page> pages = new TreeMap<>();

    /** One run. */
    static final class Page {
        final Scenario scenario;
        final Expected expected;
        final List<RunEvent> events = new ArrayList<>();
        final Map<AttemptId, Grant> placed = new HashMap<>();
        RunState state;
        long next = 1;

        Page(Scenario scenario) {
            this.scenario = scenario;
            this.expected = Reference.of(scenario);
            this.state = new RunState.NotStarted(scenario.flow());
        }

        Optional<RunState.Begun> begun() {
            return state instanceof RunState.Begun begun ? Optional.of(begun) : Optional.empty();
        }

        boolean finished() {
            return state instanceof RunState.Finished;
        }
    }

    Book(EventText text) {
        this.text = text;
    }

    void open(RunId run, Scenario scenario) {
        pages.put(run, new Page(scenario));
    }

    Page page(RunId run) {
        return Optional.ofNullable(pages.get(run)).orElseThrow();
    }

    Map<RunId, Page> pages() {
        return pages;
    }

    void write(Batch batch, Controller writer, List<Law> laws) {
        Page page = page(batch.run());
        List<RunEvent> events = text.read(batch.events());
        laws.forEach(law -> law.kept(batch, events, writer));
        for (RunEvent event : events) {
            RunState before = page.state;
            page.state = RunEvolver.evolve(before, event);
            page.events.add(event);
            if (event instanceof RunEvent.AttemptPlaced(var attempt, var grant)) {
                page.placed.put(attempt, grant);
            }
            Law.Step step =
                    new Law.Step(batch.run(), writer, before, event, page.begun().orElseThrow());
            laws.forEach(law -> law.happened(step));
        }
        page.next = batch.sequence() + batch.count();
    }
}
