package dev.headrace.app.story;

import dev.headrace.codec.flow.FlowCodec;
import dev.headrace.codec.run.EventCodec;
import dev.headrace.engine.run.Grant;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunEvolver;
import dev.headrace.engine.run.RunState;
import dev.headrace.engine.run.RunState.Begun;
import dev.headrace.engine.run.Verdict;
import dev.headrace.runtime.run.Rows;
import dev.headrace.spec.flow.Action;
import dev.headrace.spec.flow.FlowSpec;
import dev.headrace.spec.flow.Resources;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.run.Argument;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.Call;
import dev.headrace.spec.run.Ending;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.RunId;
import dev.headrace.spec.run.Tuning;
import dev.headrace.spec.run.Value;
import dev.headrace.spec.run.WorkerId;
import dev.headrace.spi.store.EventStore;
import dev.headrace.spi.store.EventStore.Batch;
import dev.headrace.spi.store.EventStore.RunRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** Tells a run, event by event, and writes it into a store. */
public final class Story {
    public static final Instant BEGIN = Instant.parse("2026-01-02T03:04:05.000Z");
    public static final String OWNER = "local-1-test";
    public static final WorkerId WORKER = new WorkerId(OWNER);
    public static final FlowSpec FLOW = flow();
    public static final String DIGEST = "sha256:" + "ab".repeat(32);

    private final RunId run;
    private final List<Batch> batches = new ArrayList<>();
    private RunState state = new RunState.NotStarted(FLOW);
    private Instant now = BEGIN;
    private long next = 1;

    public Story(String run) {
        this.run = new RunId(run);
        happens(
                new RunEvent.RunStarted(
                        this.run, "sweep", FlowCodec.version(FLOW), arguments(), "manual", OWNER));
    }

    private static SequencedMap<String, Value> arguments() {
        SequencedMap<String, Value> arguments = new LinkedHashMap<>();
        arguments.put("gammas", new Value("[1,-1]"));
        return arguments;
    }

    private static FlowSpec flow() {
        SequencedMap<String, Task> templates = new LinkedHashMap<>();
        for (String name : List.of("load", "train", "report")) {
            templates.put(name, Task.of(new Action.Python("sweep.py", name)));
        }
        return new FlowSpec(
                "sweep",
                new LinkedHashMap<>(),
                Task.of(new Action.Python("sweep.py", "sweep")),
                templates,
                List.of(),
                Optional.empty());
    }

    public Begun state() {
        if (state instanceof Begun begun) {
            return begun;
        }
        throw new IllegalStateException("a story begins with a beginning");
    }

    public Instant now() {
        return now;
    }

    public List<Batch> batches() {
        return batches;
    }

    public Story after(long millis) {
        now = now.plusMillis(millis);
        return this;
    }

    public Story happens(RunEvent... events) {
        List<RunEvent> list = List.of(events);
        for (RunEvent event : list) {
            state = RunEvolver.evolve(state, event);
        }
        Optional<RunRow> row =
                Optional.of(
                        new RunRow(
                                run,
                                "sweep",
                                FlowCodec.version(FLOW),
                                Rows.word(state),
                                OWNER,
                                1,
                                BEGIN,
                                state instanceof RunState.Finished
                                        ? Optional.of(now)
                                        : Optional.empty()));
        batches.add(new Batch(run, next, list.size(), now, EventCodec.write(list), row));
        next += list.size();
        return this;
    }

    public static AttemptId attempt(String path, int number) {
        return new AttemptId(new NodePath(path), number);
    }

    public Story placed(String path, int number) {
        return happens(
                new RunEvent.AttemptPlaced(
                        attempt(path, number), new Grant(WORKER, Resources.ONE_CPU, false)));
    }

    public Story started(String path, int number) {
        return happens(new RunEvent.AttemptStarted(attempt(path, number), now, Optional.empty()));
    }

    public Story calls(Call... calls) {
        return happens(new RunEvent.TasksSpawned(attempt("", 1), List.of(calls)));
    }

    public static Call call(String key, String template, Argument... inputs) {
        return new Call(key, template, List.of(inputs), "0", "0", "sweep.py:9", Tuning.NONE);
    }

    public Ending ending(Outcome outcome, Duration took, String log, int from, int to) {
        return new Ending(
                outcome,
                List.of(),
                List.of(),
                now.minus(took),
                took.toNanos() / 1000,
                Optional.of(new Ending.Log(log, from, to)));
    }

    public Story ended(String path, int number, Ending ending) {
        return happens(new RunEvent.AttemptEnded(attempt(path, number), ending));
    }

    public Story settled(String path) {
        return happens(new RunEvent.NodeSettled(new NodePath(path)));
    }

    public static Value stored(int size, String type) {
        return new Value(
                "{\"$\":\"stored\",\"type\":\""
                        + type
                        + "\",\"encoding\":\"bytes\",\"size\":"
                        + size
                        + ",\"digest\":\""
                        + DIGEST
                        + "\",\"preview\":\"…\"}");
    }

    public static Failure failure(String message) {
        return new Failure(
                Failure.Kind.USER,
                "ValueError",
                message,
                Optional.of("/flows/sweep.py:14"),
                List.of(
                        new Failure.Frame("/flows/sweep.py", 9, "sweep", "train.map(gammas)"),
                        new Failure.Frame(
                                "/flows/sweep.py", 14, "train", "raise ValueError(gamma)")),
                "Traceback (most recent call last):\n  all of it\n",
                Optional.empty());
    }

    /** load makes an artifact, train[0] succeeds, train[1] fails twice, and so the flow. */
    public static Story failed(String id) {
        return underWay(id)
                .after(100)
                .failed("train[1]", 1)
                .happens(
                        new RunEvent.RetryPlanned(
                                new NodePath("train[1]"), BEGIN.plusMillis(900), false))
                .after(100)
                .happens(new RunEvent.TaskQueued(new NodePath("train[1]")))
                .placed("train[1]", 2)
                .started("train[1]", 2)
                .after(100)
                .failed("train[1]", 2)
                .settled("train[1]")
                .after(50)
                .failed("", 1)
                .settled("")
                .happens(new RunEvent.RunFinished(Verdict.FAILED));
    }

    private Story failed(String path, int number) {
        return ended(
                path,
                number,
                ending(
                        new Outcome.Failed(failure("bad gamma -1")),
                        Duration.ofMillis(90),
                        "log/r2.log",
                        0,
                        9));
    }

    /** train[0] is over, train[1] runs. */
    public static Story underWay(String id) {
        Story story =
                new Story(id)
                        .placed("", 1)
                        .after(50)
                        .started("", 1)
                        .calls(
                                call("load", "load"),
                                call("train[0]", "train", gamma(1), hole()),
                                call("train[1]", "train", gamma(-1), hole()))
                        .placed("load", 1)
                        .after(200);
        Ending loaded =
                story.ending(
                        new Outcome.Succeeded(stored(24_000, "list")),
                        Duration.ofMillis(150),
                        "log/r1.log",
                        0,
                        8);
        Ending named =
                new Ending(
                        loaded.outcome(),
                        List.of(),
                        List.of(new Ending.Named("plot.png", stored(2_048, "bytes"))),
                        loaded.started(),
                        loaded.micros(),
                        loaded.log());
        story.ended("load", 1, named)
                .settled("load")
                .placed("train[0]", 1)
                .placed("train[1]", 1)
                .started("train[1]", 1)
                .after(300);
        return story.ended(
                        "train[0]",
                        1,
                        story.ending(
                                new Outcome.Succeeded(new Value("{\"$\":\"tuple\",\"v\":[1,2.5]}")),
                                Duration.ofMillis(280),
                                "log/r1.log",
                                8,
                                8))
                .settled("train[0]");
    }

    private static Argument gamma(int gamma) {
        return Argument.of("gamma", new Value(Integer.toString(gamma)));
    }

    private static Argument hole() {
        return new Argument(
                "rows",
                new Value("{\"$\":\"ref\",\"task\":\"load\"}"),
                List.of(new NodePath("load")),
                Argument.Spread.NAMED);
    }

    public void writeTo(EventStore store) {
        store.keepVersion(FlowCodec.version(FLOW), FlowCodec.write(FLOW));
        for (Batch batch : batches) {
            if (!(store.append(List.of(batch)) instanceof EventStore.Appended.Committed)) {
                throw new IllegalStateException("the store did not take it");
            }
        }
    }
}
