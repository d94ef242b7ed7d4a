package dev.headrace.app.control;

import dev.headrace.adapters.local.files.ArtifactFiles;
import dev.headrace.adapters.local.home.Home;
import dev.headrace.adapters.local.memory.MemoryStore;
import dev.headrace.adapters.local.worker.LocalWorker;
import dev.headrace.app.store.JournalText;
import dev.headrace.app.testing.Records;
import dev.headrace.app.testing.Replies;
import dev.headrace.app.testing.SkippingClock;
import dev.headrace.app.testing.Stage;
import dev.headrace.app.testing.TestCode;
import dev.headrace.codec.flow.FlowCodec;
import dev.headrace.engine.run.NodeState;
import dev.headrace.engine.run.Phase;
import dev.headrace.engine.run.RunCommand;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunState;
import dev.headrace.frontends.flow.Arguments;
import dev.headrace.frontends.tests.Reply;
import dev.headrace.frontends.tests.TestCase;
import dev.headrace.frontends.tests.TestCase.Replaced;
import dev.headrace.runtime.run.Loop;
import dev.headrace.runtime.run.Wake;
import dev.headrace.runtime.run.Watcher;
import dev.headrace.runtime.view.RunReading;
import dev.headrace.spec.flow.FlowSpec;
import dev.headrace.spec.flow.InvalidSpec;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.RunId;
import dev.headrace.spec.run.Value;
import dev.headrace.spec.run.WorkerId;
import dev.headrace.spi.store.EventStore;
import dev.headrace.spi.worker.Report;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * One run that is played for a test: the loop that runs every flow, on a store in memory, in a time
 * that is skipped while nothing runs. It ends in any case.
 */
final class Trial {
    /** For so long nothing may come of a body that rests before its time is skipped. */
    private static final Duration RESTS = Duration.ofMillis(200);

    /** For so long nothing may come of one that nobody will answer. */
    private static final Duration RESTS_MAX = Duration.ofSeconds(3);

    private static final Duration TURN_MAX = Duration.ofMillis(200);

    private final Home home;
    private final FlowSpec flow;
    private final LocalWorker worker;
    private final TestCase test;
    private final RunId run;
    private final SkippingClock clock;
    private final Stage stage;
    private final Replies replies;
    private final EventStore store = new MemoryStore();
    private final Loop loop;
    private final Outside outside;
    private Optional<Instant> cancelAt;
    private long quietSince = System.nanoTime();

    /** Why it is over. */
    enum End {
        /** The run is. */
        OVER,
        /** Something waits that nobody will answer. */
        UNANSWERED,
        /** It has really taken as long as it may. */
        TOO_LONG
    }

    /**
     * What came of it.
     *
     * @param now the time of the test at its end
     * @param open what was under way or waited, when the run was not over
     */
    record Played(
            RunState.Begun state,
            RunReading reading,
            End end,
            Instant now,
            Duration skipped,
            List<NodeState> open,
            List<Replaced> unusedReplacements,
            List<Reply> unusedReplies) {
        Played {
            open = List.copyOf(open);
            unusedReplacements = List.copyOf(unusedReplacements);
            unusedReplies = List.copyOf(unusedReplies);
        }
    }

    Trial(
            Home home,
            FlowSpec flow,
            LocalWorker worker,
            WorkerId id,
            TestCase test,
            RunId run,
            TestCode code,
            Records records) {
        this.home = home;
        this.flow = flow;
        this.worker = worker;
        this.test = test;
        this.run = run;
        clock = new SkippingClock(InstantSource.system(), test.start());
        stage = new Stage(worker, clock, test.replaced(), code, records);
        Seeing seeing = Seeing.in(home);
        replies = new Replies(test.signals(), test.approvals(), seeing);
        outside = new Outside(new Silent(replies), run);
        cancelAt = test.cancel().map(clock.now()::plus);
        loop =
                new Loop(
                        id.text(),
                        store,
                        JournalText.JSON,
                        seeing,
                        outside,
                        new ArtifactFiles(home)::has);
        loop.employ(id, stage);
    }

    /**
     * Plays it to its end.
     *
     * @throws InvalidSpec if the test says what cannot be
     */
    Played play(Sitting sitting) {
        SequencedMap<String, Value> arguments = arguments();
        String version = FlowCodec.version(flow);
        worker.begin(Controller.setup(home, run, flow.name(), sitting));
        loop.add(run, flow);
        loop.tell(run, new RunCommand.StartRun(run, version, arguments, "test", "test"), _ -> {});
        End end = turn();
        RunState.Begun state = outside.state().orElseThrow();
        RunReading reading =
                new RunReading(store, JournalText.JSON, run, flow, state.head().history().base());
        reading.catchUp();
        return new Played(
                state,
                reading,
                end,
                clock.now(),
                clock.skipped(),
                end == End.OVER ? List.of() : open(state, end),
                stage.unused(),
                replies.unused());
    }

    private SequencedMap<String, Value> arguments() {
        try {
            return Arguments.bind(flow, new LinkedHashMap<>(), Optional.of(test.arguments()));
        } catch (InvalidSpec e) {
            throw new InvalidSpec(
                    e.problems().stream()
                            .map(problem ->
                                    problem.in(test.place()).mend("mend the test's arguments"))
                            .toList());
        }
    }

    private End turn() {
        long until = System.nanoTime() + test.limit().toNanos();
        while (true) {
            Wake wake = loop.step(clock.now());
            if (outside.state().orElse(null) instanceof RunState.Finished) {
                return End.OVER;
            }
            if (outside.end().isPresent()) {
                throw new IllegalStateException("a store in memory refused");
            }
            if (System.nanoTime() - until > 0) {
                return End.TOO_LONG;
            }
            if (cancelAt.filter(this::isPast).isPresent()) {
                loop.tell(run, new RunCommand.CancelRun(Reply.BY, ""), _ -> {});
                cancelAt = Optional.empty();
                continue;
            }
            if (heard(stage.reports())
                    || wake.due().filter(this::isPast).isPresent()
                    || heard(stage.timed(worker.turn(Duration.ZERO)))) {
                continue;
            }
            RunState.Begun state = outside.state().orElseThrow();
            if (!idle(state)) {
                Optional<Instant> next = earliest(List.of(wake.due(), cancelAt, stage.next()));
                heard(stage.timed(worker.turn(shortest(next, until))));
                continue;
            }
            List<Replies.Answer> answers = replies.next(state);
            if (!answers.isEmpty() && isPast(answers.getFirst().due())) {
                answers.stream().filter(one -> isPast(one.due())).forEach(one -> tell(state, one));
                continue;
            }
            Optional<Instant> next =
                    earliest(
                            List.of(
                                    wake.due(),
                                    cancelAt,
                                    stage.next(),
                                    answers.stream().findFirst().map(Replies.Answer::due)));
            if (rests(state) && quiet(next.isPresent() ? RESTS : RESTS_MAX, until)) {
                continue;
            }
            if (next.isEmpty()) {
                return End.UNANSWERED;
            }
            clock.skipTo(next.get());
        }
    }

    private void tell(RunState.Begun state, Replies.Answer answer) {
        loop.tell(run, replies.command(state, answer), _ -> {});
    }

    private boolean isPast(Instant moment) {
        return !moment.isAfter(clock.now());
    }

    private static Optional<Instant> earliest(List<Optional<Instant>> moments) {
        return moments.stream().flatMap(Optional::stream).min(Instant::compareTo);
    }

    private boolean heard(List<Report> reports) {
        if (reports.isEmpty()) {
            return false;
        }
        quietSince = System.nanoTime();
        loop.report(reports);
        return true;
    }

    /** Real time until something is due, but not too long. */
    private Duration shortest(Optional<Instant> due, long until) {
        Duration left = Duration.ofNanos(Math.max(0, until - System.nanoTime()));
        Duration wait = due.map(at -> Duration.between(clock.now(), at)).orElse(TURN_MAX);
        return Stream.of(wait, left, TURN_MAX).min(Duration::compareTo).orElse(TURN_MAX);
    }

    /** Whether no process of the user's does anything. */
    private boolean idle(RunState.Begun state) {
        for (var held : loop.capacity().held()) {
            AttemptId attempt = held.key().attempt();
            if (!stage.plays(attempt) && !waits(state, attempt.node())) {
                return false;
            }
        }
        return true;
    }

    private static boolean waits(RunState.Begun state, NodePath path) {
        return state.tree()
                .find(path)
                .filter(node -> node.phase() instanceof Phase.Parked)
                .isPresent();
    }

    /** Whether a body with threads rests: its own timers may rouse it, and they are real ones. */
    private boolean rests(RunState.Begun state) {
        for (var held : loop.capacity().held()) {
            if (state.tree()
                    .find(held.key().attempt().node())
                    .filter(node ->
                            node.phase() instanceof Phase.Parked parked
                                    && parked.awaited().isEmpty())
                    .isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** Whether it is to be waited on: nothing has come for less than this. */
    private boolean quiet(Duration patience, long until) {
        long left = quietSince + patience.toNanos() - System.nanoTime();
        if (left <= 0) {
            return false;
        }
        heard(stage.timed(worker.turn(shortest(Optional.empty(), until))));
        return true;
    }

    /** Who waits; when it took too long, who runs. */
    private List<NodeState> open(RunState.Begun state, End end) {
        List<NodeState> asleep = replies.asleep(state);
        if (end == End.UNANSWERED && !asleep.isEmpty()) {
            return asleep;
        }
        List<NodeState> open = new ArrayList<>();
        for (var entry : state.tree().nodes()) {
            Phase phase = entry.value().phase();
            if (phase instanceof Phase.Live && !(phase instanceof Phase.Parked)) {
                open.add(entry.value());
            }
        }
        open.addAll(asleep);
        return open;
    }

    /** Nobody looks on; a defect must not pass unseen. */
    private record Silent(Replies replies) implements Watcher {
        @Override
        public void happened(
                RunId id, long sequence, Instant at, List<RunEvent> events, RunState.Begun state) {
            for (RunEvent event : events) {
                if (event instanceof RunEvent.WaitBegan(NodePath wait, _, _)) {
                    replies.began(wait);
                }
            }
        }

        @Override
        public void progressed(
                RunId id, AttemptId attempt, Optional<Double> fraction, String text) {}

        @Override
        public void fenced(RunId id) {}

        @Override
        public void quarantined(RunId id, RuntimeException defect) {
            throw defect;
        }

        @Override
        public void refused(String why, boolean full) {
            throw new IllegalStateException(why);
        }
    }
}
