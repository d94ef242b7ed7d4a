package dev.headrace.runtime.run;

import dev.headrace.engine.capacity.CapacityCommand;
import dev.headrace.engine.capacity.CapacityDecider;
import dev.headrace.engine.capacity.CapacityEvolver;
import dev.headrace.engine.capacity.CapacityState;
import dev.headrace.engine.capacity.Holder;
import dev.headrace.engine.run.Decision;
import dev.headrace.engine.run.Effect;
import dev.headrace.engine.run.Evaluator;
import dev.headrace.engine.run.RunCommand;
import dev.headrace.engine.run.RunEffects;
import dev.headrace.engine.run.RunState;
import dev.headrace.engine.run.Timer;
import dev.headrace.spec.flow.FlowSpec;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.RunId;
import dev.headrace.spec.run.WorkerId;
import dev.headrace.spi.store.EventStore;
import dev.headrace.spi.store.EventStore.Appended;
import dev.headrace.spi.store.EventStore.Batch;
import dev.headrace.spi.store.StoreException;
import dev.headrace.spi.worker.Report;
import dev.headrace.spi.worker.Stop;
import dev.headrace.spi.worker.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The controller's heart: takes all that has come, decides it, commits it once, and only then lets
 * the world know. Not for use by several threads; whoever turns it waits until {@link #step} says,
 * or until there is something to hand in.
 */
public final class Loop {
    private static final Duration REST = Duration.ofMillis(5);
    private static final Duration REST_MAX = Duration.ofSeconds(1);

    private final String owner;
    private final EventStore store;
    private final EventText text;
    private final Watcher watcher;
    private final Engine engine;
    private final Assigner assigner;
    private final Results results;
    private final Map<WorkerId, Worker> workers = new TreeMap<>();
    private final Map<RunId, Owned> runs = new TreeMap<>();
    private final PriorityQueue<Alarm> alarms = new PriorityQueue<>();
    private List<Envelope> inbox = new ArrayList<>();
    private CapacityState capacity = CapacityState.NOTHING;
    private boolean capacityChanged;
    private long alarmsSet;
    private Duration rest = REST;
    private Optional<Instant> resting = Optional.empty();
    private Optional<Doubt> doubt = Optional.empty();
    private final List<Report> meanwhile = new ArrayList<>();

    /** A turn of which nobody knows yet whether it was committed. */
    private record Doubt(Turn turn, List<Batch> batches, List<Envelope> messages) {}

    private record Alarm(Instant due, long number, RunId run, Timer timer)
            implements Comparable<Alarm> {
        @Override
        public int compareTo(Alarm other) {
            int byTime = due.compareTo(other.due);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    /**
     * A controller without runs.
     *
     * @param owner its id, in the journals of what it owns
     * @param contents whether the content of this digest is in the artifact store
     */
    public Loop(
            String owner,
            EventStore store,
            EventText text,
            Evaluator evaluator,
            Watcher watcher,
            Predicate<String> contents) {
        this(owner, store, text, evaluator, watcher, contents, Engine.real(evaluator));
    }

    Loop(
            String owner,
            EventStore store,
            EventText text,
            Evaluator evaluator,
            Watcher watcher,
            Predicate<String> contents,
            Engine engine) {
        this.owner = owner;
        this.store = store;
        this.text = text;
        this.watcher = watcher;
        this.engine = engine;
        this.assigner = new Assigner(evaluator);
        this.results = new Results(store, contents, new CacheKeys(assigner));
    }

    /** A worker of this controller; it counts from its {@code Joined} report on. */
    public void employ(WorkerId id, Worker worker) {
        workers.put(id, worker);
    }

    /** A new run of this flow; {@code StartRun} is to follow. */
    public void add(RunId run, FlowSpec flow) {
        runs.put(run, new Owned(new RunState.NotStarted(flow), 1, Optional.empty()));
    }

    /**
     * Takes over a run whose controller is gone and whose attempts are known to be dead: they count
     * as lost, and what is still owed is done. A finished run begins another generation.
     */
    public void takeOver(RunId run, Owned owned, String who, Consumer<Decision> reply) {
        takeOver(run, owned, new RunCommand.ReopenRun(who, "resume"), reply);
    }

    /** The same; this is how a finished run begins another generation. */
    public void takeOver(
            RunId run, Owned owned, RunCommand.ReopenRun reopen, Consumer<Decision> reply) {
        if (!(owned.state() instanceof RunState.Begun begun)) {
            throw new IllegalArgumentException("a run that has not begun has no owner");
        }
        release(run); // should it have been ours before, and we not have noticed that we lost it
        runs.put(run, owned);
        Consumer<Decision> first = reply;
        if (begun instanceof RunState.Finished) {
            tell(run, reopen, first);
            first = _ -> {};
        }
        tell(run, new RunCommand.TakeOver(owner, begun.head().epoch() + 1), first);
        if (begun instanceof RunState.Paused) {
            tell(run, new RunCommand.ContinueRun(reopen.who(), reopen.why()), _ -> {});
        }
        for (AttemptId attempt : Losses.live(begun)) {
            tell(
                    run,
                    new RunCommand.ReportEnded(
                            attempt, Losses.ending(begun, attempt, "its controller is gone")),
                    _ -> {});
        }
        for (Effect effect : RunEffects.outstanding(begun)) {
            if (effect instanceof Effect.WakeAt(Timer timer, Instant due)) {
                setAlarm(run, timer, due);
            }
        }
    }

    /** Hands in a command; it is decided in the next step. */
    public void tell(RunId run, RunCommand command, Consumer<Decision> reply) {
        inbox.add(new Envelope(run, command, reply));
    }

    public void report(List<Report> reports) {
        if (doubt.isPresent()) {
            meanwhile.addAll(reports); // they may change what the turn in doubt stands on
        } else {
            reports.forEach(this::report);
        }
    }

    /** The state of a run that this controller owns, as committed. */
    public Optional<RunState> state(RunId run) {
        return Optional.ofNullable(runs.get(run)).map(Owned::state);
    }

    public CapacityState capacity() {
        return capacity;
    }

    private void report(Report report) {
        switch (report) {
            case Report.Joined(var worker, var offer) -> {
                if (workers.containsKey(worker)) { // else it has left meanwhile
                    decideCapacity(new CapacityCommand.JoinWorker(worker, offer));
                }
            }
            case Report.Left(var worker, var why) -> left(worker, why);
            case Report.Started(var run, var attempt, var at) ->
                    tell(run, new RunCommand.ReportStarted(attempt, at), _ -> {});
            case Report.Asked(var run, var body, var calls, var await) ->
                    tell(
                            run,
                            new RunCommand.CallTasks(
                                    body,
                                    calls,
                                    await.map(wait ->
                                            new RunCommand.Await(
                                                    wait.keys(), wait.all(), wait.limit()))),
                            _ -> {});
            case Report.CallsCancelled(var run, var body, var keys) ->
                    tell(run, new RunCommand.CancelCalls(body, keys), _ -> {});
            case Report.Watching(var run, var body, var keys) ->
                    tell(run, new RunCommand.WatchCalls(body, keys), _ -> {});
            case Report.Rests(var run, var body, int nth, int heard) ->
                    tell(run, new RunCommand.RestBody(body, nth, heard), _ -> {});
            case Report.Roused(var run, var body, int nth, var lapsed) ->
                    tell(run, new RunCommand.RouseBody(body, nth, lapsed), _ -> {});
            case Report.Recorded(var run, var body, var key, var value) ->
                    tell(run, new RunCommand.RecordValue(body, key, value), _ -> {});
            case Report.Progressed(var run, var attempt, var fraction, var words) ->
                    watcher.progressed(run, attempt, fraction, words);
            case Report.Ended(var run, var attempt, var ending) ->
                    tell(
                            run,
                            new RunCommand.ReportEnded(attempt, ending),
                            _ ->
                                    workers.values()
                                            .forEach(worker -> worker.acknowledge(run, attempt)));
        }
    }

    private void left(WorkerId worker, String why) {
        for (var entry : capacity.held()) {
            if (entry.value().worker().equals(worker)) {
                Holder holder = entry.key();
                state(holder.run())
                        .filter(RunState.Begun.class::isInstance)
                        .map(RunState.Begun.class::cast)
                        .ifPresent(begun ->
                                tell(
                                        holder.run(),
                                        new RunCommand.ReportEnded(
                                                holder.attempt(),
                                                Losses.ending(begun, holder.attempt(), why)),
                                        _ -> {}));
            }
        }
        workers.remove(worker);
        decideCapacity(new CapacityCommand.LeaveWorker(worker));
    }

    private void decideCapacity(CapacityCommand command) {
        if (CapacityDecider.decide(capacity, command)
                instanceof CapacityDecider.Answer.Yes(var event)) {
            capacity = CapacityEvolver.evolve(capacity, event);
            capacityChanged = true;
        }
    }

    /** Does all that is due and says when it is next needed. */
    public Wake step(Instant now) {
        if (resting.isPresent() && now.isBefore(resting.get())) {
            return Wake.at(resting.get());
        }
        resting = Optional.empty();
        doubt.ifPresent(open -> readBack(open, now));
        if (doubt.isPresent()) {
            return nextWake(now);
        }
        meanwhile.forEach(this::report);
        meanwhile.clear();
        ring(now);
        if (!inbox.isEmpty() || capacityChanged) {
            List<Envelope> messages = inbox;
            inbox = new ArrayList<>();
            turn(messages, now);
        }
        return nextWake(now);
    }

    private Wake nextWake(Instant now) {
        if (resting.isPresent()) {
            return Wake.at(resting.get());
        }
        if (!inbox.isEmpty()) {
            return Wake.at(now);
        }
        return alarms.isEmpty() ? Wake.WHEN_SOMETHING_COMES : Wake.at(alarms.element().due());
    }

    private void turn(List<Envelope> messages, Instant now) {
        Turn turn = decided(messages, now);
        List<Batch> batches = turn.batches(text);
        Appended appended = batches.isEmpty() ? new Appended.Committed() : store.append(batches);
        switch (appended) {
            case Appended.Committed() -> adopt(turn);
            case Appended.Fenced(var fenced) -> {
                fenced.forEach(this::fenced);
                putBack(messages);
                rest(now, REST);
            }
            case Appended.Refused(String why, boolean full) -> {
                putBack(messages);
                watcher.refused(why, full);
                rest(now, longerRest());
            }
            case Appended.Unknown(_) -> readBack(new Doubt(turn, batches, messages), now);
        }
    }

    private Turn decided(List<Envelope> messages, Instant now) {
        List<Envelope> sound = messages;
        while (true) {
            Turn turn = new Turn(runs, capacity, engine, results, now);
            try {
                sound.forEach(turn::decide);
                new Placement(turn, assigner, results).place(List.copyOf(runs.keySet()));
                return turn;
            } catch (Defect defect) {
                quarantine(defect);
                sound =
                        sound.stream()
                                .filter(message -> !message.run().equals(defect.run()))
                                .toList();
            }
        }
    }

    /** A defect in one decision stops one run, and nobody else. */
    private void quarantine(Defect defect) {
        release(defect.run());
        watcher.quarantined(defect.run(), defect);
    }

    private void fenced(RunId run) {
        release(run);
        watcher.fenced(run);
    }

    /** Ends what workers do here for a run that is no longer ours, or ours anew. */
    private void release(RunId run) {
        runs.remove(run);
        for (var entry : capacity.held()) {
            if (entry.key().run().equals(run)) {
                Worker worker = workers.get(entry.value().worker());
                if (worker != null) {
                    worker.stop(List.of(new Stop(run, entry.key().attempt(), Duration.ZERO)));
                }
                decideCapacity(new CapacityCommand.Release(entry.key()));
            }
        }
    }

    private void adopt(Turn turn) {
        rest = REST;
        capacity = turn.capacity();
        capacityChanged = false;
        turn.drafts().forEach((run, draft) -> runs.put(run, turn.after(draft)));
        Performer performer = new Performer(workers, assigner, this::setAlarm);
        turn.drafts()
                .forEach((run, draft) -> {
                    if (draft.state instanceof RunState.Begun begun) {
                        performer.perform(run, begun, turn.effects(draft));
                    }
                });
        performer.flush();
        turn.reply();
        turn.drafts()
                .forEach((run, draft) -> {
                    if (draft.state instanceof RunState.Begun begun && !draft.events.isEmpty()) {
                        watcher.happened(run, draft.before.next(), turn.now(), draft.events, begun);
                    }
                });
    }

    /** The answer of the store was lost: what lies there decides, as soon as it can be read. */
    private void readBack(Doubt open, Instant now) {
        Batch probe = open.batches().getFirst();
        List<Batch> there;
        try {
            there = store.read(probe.run(), probe.sequence(), 1);
        } catch (StoreException trouble) {
            doubt = Optional.of(open);
            watcher.refused(String.valueOf(trouble.getMessage()), false);
            rest(now, longerRest());
            return;
        }
        doubt = Optional.empty();
        if (there.isEmpty()) {
            putBack(open.messages());
            rest(now, longerRest());
        } else if (there.getFirst().events().equals(probe.events())
                && there.getFirst().at().equals(probe.at())) {
            adopt(open.turn());
        } else {
            fenced(probe.run());
            putBack(open.messages());
            rest(now, REST);
        }
    }

    private void putBack(List<Envelope> messages) {
        List<Envelope> later = inbox;
        inbox = new ArrayList<>(messages);
        inbox.addAll(later);
    }

    private void rest(Instant now, Duration pause) {
        resting = Optional.of(now.plus(pause));
    }

    private Duration longerRest() {
        Duration pause = rest;
        Duration longer = rest.multipliedBy(2);
        rest = longer.compareTo(REST_MAX) > 0 ? REST_MAX : longer;
        return pause;
    }

    private void setAlarm(RunId run, Timer timer, Instant due) {
        alarms.add(new Alarm(due, alarmsSet++, run, timer));
    }

    private void ring(Instant now) {
        while (!alarms.isEmpty() && !alarms.element().due().isAfter(now)) {
            Alarm alarm = alarms.remove();
            tell(alarm.run(), new RunCommand.Wake(alarm.timer()), _ -> {});
        }
    }
}
