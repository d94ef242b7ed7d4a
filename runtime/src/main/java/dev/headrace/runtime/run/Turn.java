package dev.headrace.runtime.run;

import dev.headrace.engine.capacity.CapacityCommand;
import dev.headrace.engine.capacity.CapacityDecider;
import dev.headrace.engine.capacity.CapacityDecider.Answer;
import dev.headrace.engine.capacity.CapacityEvolver;
import dev.headrace.engine.capacity.CapacityState;
import dev.headrace.engine.capacity.Holder;
import dev.headrace.engine.run.Decision;
import dev.headrace.engine.run.Effect;
import dev.headrace.engine.run.RunCommand;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunEvolver;
import dev.headrace.engine.run.RunState;
import dev.headrace.spec.run.RunId;
import dev.headrace.spi.store.CacheStore.Entry;
import dev.headrace.spi.store.EventStore.Batch;
import dev.headrace.spi.store.EventStore.RunRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/** What one step of the loop has decided and not yet committed. Dropping it undoes all of it. */
final class Turn {
    private final Map<RunId, Owned> committed;
    private final SequencedMap<RunId, Draft> drafts = new TreeMap<>();
    private final List<Told> told = new ArrayList<>();
    private final Engine engine;
    private final Instant now;
    private final Results results;
    private CapacityState capacity;

    /** What is to become of one run. */
    static final class Draft {
        final Owned before;
        final List<RunEvent> events = new ArrayList<>();
        final List<Effect> also = new ArrayList<>();
        RunState state;
        Optional<RunRow> changed = Optional.empty();

        /** How many events belong to parts of the journal that nobody needs any more. */
        private int past;

        Draft(Owned before) {
            this.before = before;
            this.state = before.state();
        }

        /** Where a run goes on afresh, nothing is owed any more for what was before. */
        private void add(List<RunEvent> more) {
            for (RunEvent event : more) {
                if (event instanceof RunEvent.RunContinued) {
                    past = events.size();
                    also.clear();
                }
                events.add(event);
            }
        }

        List<RunEvent> before() {
            return events.subList(0, past);
        }

        List<RunEvent> present() {
            return events.subList(past, events.size());
        }
    }

    private record Told(Envelope envelope, Decision decision) {}

    Turn(
            Map<RunId, Owned> committed,
            CapacityState capacity,
            Engine engine,
            Results results,
            Instant now) {
        this.committed = committed;
        this.capacity = capacity;
        this.engine = engine;
        this.results = results;
        this.now = now;
    }

    CapacityState capacity() {
        return capacity;
    }

    Instant now() {
        return now;
    }

    Optional<Draft> draft(RunId run) {
        Owned owned = committed.get(run);
        if (owned == null) {
            return Optional.empty();
        }
        return Optional.of(drafts.computeIfAbsent(run, _ -> new Draft(owned)));
    }

    Optional<RunState> state(RunId run) {
        Draft draft = drafts.get(run);
        return draft == null
                ? Optional.ofNullable(committed.get(run)).map(Owned::state)
                : Optional.of(draft.state);
    }

    void decide(Envelope envelope) {
        Optional<Draft> draft = draft(envelope.run());
        Decision decision =
                draft.isEmpty()
                        ? new Decision.Reject("no such run here")
                        : decide(envelope.run(), draft.get(), envelope.command());
        told.add(new Told(envelope, decision));
    }

    Decision decide(RunId run, Draft draft, RunCommand command) {
        Decision decision = safely(run, draft.state, command);
        switch (decision) {
            case Decision.Accept(var events, var state, var also) -> {
                draft.add(events);
                draft.also.addAll(also);
                draft.state = state;
                events.forEach(event -> giveBack(run, event));
            }
            case Decision.Ignore(_, var again) -> draft.also.addAll(again);
            case Decision.Reject _ -> {}
        }
        return decision;
    }

    private Decision safely(RunId run, RunState state, RunCommand command) {
        try {
            return engine.decide(state, command, now);
        } catch (RuntimeException bug) {
            throw new Defect(run, bug);
        }
    }

    /** What a run no longer needs is free within the same turn; who is overdue does not wait. */
    private void giveBack(RunId run, RunEvent event) {
        if (event instanceof RunEvent.AttemptEnded(var attempt, _)) {
            ask(new CapacityCommand.Release(new Holder(run, attempt)));
        } else if (event instanceof RunEvent.AttemptParked parked) {
            ask(new CapacityCommand.Park(new Holder(run, parked.body())));
        } else if (event instanceof RunEvent.AwaitLapsed(var body, _)) {
            ask(new CapacityCommand.Unpark(new Holder(run, body), true));
        } else if (event instanceof RunEvent.AttemptRested(var body, _)) {
            ask(new CapacityCommand.Park(new Holder(run, body)));
        } else if (event instanceof RunEvent.AttemptRoused(var body, _)) {
            ask(new CapacityCommand.Unpark(new Holder(run, body), true));
        }
    }

    Answer ask(CapacityCommand command) {
        Answer answer = CapacityDecider.decide(capacity, command);
        if (answer instanceof Answer.Yes(var event)) {
            capacity = CapacityEvolver.evolve(capacity, event);
        }
        return answer;
    }

    List<Batch> batches(EventText text) {
        List<Batch> batches = new ArrayList<>();
        drafts.forEach((run, draft) -> {
            if (!draft.events.isEmpty()) {
                draft.changed = changedRow(draft);
                long next = draft.before.next();
                if (draft.past > 0) {
                    List<Entry> made = results.kept(draft.before.state(), draft.before(), now);
                    batches.add(batch(run, next, draft.before(), text, Optional.empty(), made));
                }
                batches.add(
                        batch(
                                run,
                                next + draft.past,
                                draft.present(),
                                text,
                                draft.changed,
                                kept(draft)));
            }
        });
        return batches;
    }

    private Batch batch(
            RunId run,
            long next,
            List<RunEvent> events,
            EventText text,
            Optional<RunRow> row,
            List<Entry> kept) {
        return new Batch(run, next, events.size(), now, text.write(events), row, kept);
    }

    private List<Entry> kept(Draft draft) {
        if (!(draft.state instanceof RunState.Begun begun)) {
            return List.of();
        }
        return draft.past > 0
                ? results.kept(replayed(draft), draft.present(), now)
                : results.kept(draft.before.state(), begun, draft.events, now);
    }

    /** As it was before it went on afresh. */
    private static RunState replayed(Draft draft) {
        RunState state = draft.before.state();
        for (RunEvent event : draft.before()) {
            state = RunEvolver.evolve(state, event);
        }
        return state;
    }

    private Optional<RunRow> changedRow(Draft draft) {
        if (!(draft.state instanceof RunState.Begun begun)) {
            return Optional.empty();
        }
        RunRow row = Rows.of(begun, draft.before.row(), now);
        return Rows.differ(row, draft.before.row()) ? Optional.of(row) : Optional.empty();
    }

    SequencedMap<RunId, Draft> drafts() {
        return drafts;
    }

    Owned after(Draft draft) {
        return new Owned(
                draft.state,
                draft.before.next() + draft.events.size(),
                draft.changed.or(draft.before::row));
    }

    List<Effect> effects(Draft draft) {
        List<Effect> effects = new ArrayList<>();
        for (RunEvent event : draft.present()) {
            effects.addAll(engine.react(draft.state, event));
        }
        effects.addAll(draft.also);
        return effects;
    }

    void reply() {
        for (Told one : told) {
            one.envelope().reply().accept(one.decision());
        }
    }
}
