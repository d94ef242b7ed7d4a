package dev.headrace.app.text;

import dev.headrace.engine.explain.Explain;
import dev.headrace.engine.explain.Explanation;
import dev.headrace.engine.run.NodeState;
import dev.headrace.engine.run.Phase;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunState.Begun;
import dev.headrace.runtime.view.AttemptView;
import dev.headrace.runtime.view.RunView;
import dev.headrace.spec.flow.Poll;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.flow.Wait;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.Ending;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A line for each thing that happens, for logs and pipes: no colours, no moves of the cursor. */
final class PlainNarrator implements Narrator {
    /** Who runs for so long is said to run. */
    private static final Duration LONG = Duration.ofSeconds(5);

    private static final Duration TICK = Duration.ofSeconds(1);

    private final PrintStream err;
    private final FailureText failures;
    private final Farewell farewell;
    private final boolean verbose;
    private final Map<AttemptId, Instant> running = new LinkedHashMap<>();
    private RunView view = new RunView();
    private Path folder = Path.of("");
    private String lastNotice = "";
    private Instant seen = Instant.EPOCH;

    PlainNarrator(Terminal terminal, FailureText failures, boolean verbose) {
        this.err = terminal.err();
        this.failures = failures;
        this.verbose = verbose;
        farewell = new Farewell(terminal, failures);
    }

    @Override
    public void tell(Said said) {
        switch (said) {
            case Said.Notice(String text) -> {
                if (!text.equals(lastNotice)) {
                    err.println(text);
                }
                lastNotice = text;
            }
            case Said.Began began -> {
                view = began.history();
                folder = began.folder();
                err.println("run " + began.run() + "  " + began.flow());
            }
            case Said.Happened(long sequence, Instant at, List<RunEvent> events, Begun state) -> {
                view.apply(sequence, at, events);
                seen = at;
                events.forEach(event -> line(event, at, state).ifPresent(err::println));
            }
            case Said.Progressed(AttemptId attempt, Optional<Double> fraction, String text) -> {
                if (verbose) {
                    err.println(
                            Mark.BUSY.sign()
                                    + " "
                                    + attempt.node()
                                    + "  "
                                    + fraction.map(part -> Math.round(part * 100) + " %  ")
                                            .orElse("")
                                    + Cells.plain(text));
                }
            }
            case Said.Ended(Begun state, Display.End end) ->
                    err.print(farewell.text(state, view, folder, end, "", lastNotice, seen));
            case Said.Closed _ -> {}
        }
    }

    @Override
    public Duration rest(Instant now) {
        seen = now;
        Iterator<Map.Entry<AttemptId, Instant>> each = running.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<AttemptId, Instant> attempt = each.next();
            if (Duration.between(attempt.getValue(), now).compareTo(LONG) < 0) {
                break;
            }
            err.println(Mark.BUSY.sign() + " " + attempt.getKey().node() + "  runs");
            each.remove();
        }
        err.flush();
        return TICK;
    }

    private Optional<String> line(RunEvent event, Instant at, Begun state) {
        return switch (event) {
            case RunEvent.AttemptStarted(AttemptId attempt, Instant since, _) -> {
                if (!attempt.node().isRoot()) {
                    running.put(attempt, since);
                }
                yield Optional.empty();
            }
            case RunEvent.AttemptEnded(AttemptId attempt, Ending ending) -> {
                running.remove(attempt);
                yield attempt.node().isRoot() || inVain(state, attempt, ending)
                        ? Optional.empty()
                        : Optional.of(ended(state, attempt, ending));
            }
            case RunEvent.RetryPlanned(NodePath task, Instant due, _) ->
                    Optional.of(
                            Mark.AGAIN.sign()
                                    + " "
                                    + task
                                    + "  again in "
                                    + Amounts.duration(Duration.between(at, due)));
            case RunEvent.PollPlanned(NodePath task, Instant due) ->
                    looks(state, task) > 1
                            ? Optional.empty()
                            : Optional.of(
                                    Mark.BUSY.sign()
                                            + " "
                                            + task
                                            + "  looks again in "
                                            + Amounts.duration(Duration.between(at, due)));
            case RunEvent.NodeFailed(NodePath node, var failure) ->
                    task(state, node)
                            .map(task ->
                                    Mark.BAD.sign()
                                            + " "
                                            + failures.headline(task.path().text(), failure));
            case RunEvent.NodeSkipped(NodePath node, _, _) ->
                    task(state, node)
                            .flatMap(task -> Explain.passedBy(state, task))
                            .map(how -> Mark.PASSED.sign() + " " + node + "  " + how);
            case RunEvent.NodeCancelled(NodePath node, _) ->
                    task(state, node)
                            .filter(task -> task.tally().tries() == 0)
                            .map(_ -> Mark.STOPPED.sign() + " " + node + "  cancelled");
            case RunEvent.WaitBegan(NodePath node, _, _) ->
                    state.tree().find(node).map(NodeState::phase).orElse(null)
                                    instanceof Phase.Asleep
                            ? Optional.of(waits(state, node, at))
                            : Optional.empty();
            case RunEvent.WaitEnded(NodePath node, _) ->
                    Optional.of(Mark.DONE.sign() + " " + node + "  waited");
            case RunEvent.SignalTaken(NodePath node, _) ->
                    Optional.of(Mark.DONE.sign() + " " + node + "  has its signal");
            case RunEvent.CancelRequested(String who, String why, boolean hard) ->
                    Optional.of(
                            Mark.STOPPED.sign()
                                    + (hard ? " killing: " : " stopping: ")
                                    + who
                                    + (why.isEmpty() ? "" : " (" + why + ")"));
            case RunEvent.CacheHit hit ->
                    Optional.of(Mark.DONE.sign() + " " + hit.node() + "  cached");
            case RunEvent.ByHand byHand -> Optional.of(ByHandText.line(byHand));
            case RunEvent.OfHistory history -> Optional.of(HistoryText.line(history));
            case RunEvent.OfHooks _ -> Optional.empty();
            case RunEvent.RunStarted _,
                    RunEvent.OwnerChanged _,
                    RunEvent.GraphOpened _,
                    RunEvent.GraphHeld _,
                    RunEvent.ConditionAnswered _,
                    RunEvent.CacheMissed _,
                    RunEvent.ItemsExpanded _,
                    RunEvent.CallOpened _,
                    RunEvent.CallReturned _,
                    RunEvent.TasksSpawned _,
                    RunEvent.CallRefused _,
                    RunEvent.TaskReset _,
                    RunEvent.ValueRecorded _,
                    RunEvent.AttemptPlaced _,
                    RunEvent.AttemptParked _,
                    RunEvent.AwaitLapsed _,
                    RunEvent.Watched _,
                    RunEvent.AttemptResumed _,
                    RunEvent.AttemptStopping _,
                    RunEvent.TaskQueued _,
                    RunEvent.NodeSettled _,
                    RunEvent.RunFinished _,
                    RunEvent.RunReopened _ ->
                    Optional.empty();
        };
    }

    private static int looks(Begun state, NodePath task) {
        return state.tree().find(task).map(node -> node.tally().looks()).orElse(0);
    }

    /** A look of a sensor that saw nothing. */
    private static boolean inVain(Begun state, AttemptId attempt, Ending ending) {
        return ending.outcome() instanceof Outcome.Succeeded(var value)
                && Poll.inVain(value)
                && task(state, attempt.node())
                        .filter(node -> node.spec() instanceof Task task && task.poll().isPresent())
                        .isPresent();
    }

    private static String waits(Begun state, NodePath node, Instant at) {
        Explanation why = Explain.node(state, Optional.empty(), node, at);
        return Mark.BUSY.sign()
                + " "
                + why.sentence()
                + (why.remedy().isEmpty() ? "" : "\n  " + why.remedy());
    }

    private String ended(Begun state, AttemptId attempt, Ending ending) {
        String name = attempt.node().text();
        return switch (ending.outcome()) {
            case Outcome.Succeeded _ ->
                    Mark.DONE.sign()
                            + " "
                            + name
                            + view.lastAttempt(attempt.node())
                                    .flatMap(PlainNarrator::took)
                                    .map(time -> "  " + Amounts.duration(time))
                                    .orElse("");
            case Outcome.Failed(var failure) ->
                    Mark.BAD.sign()
                            + " "
                            + failures.headline(name, failure)
                            + HistoryText.number(state, attempt);
            case Outcome.Cancelled _ -> Mark.STOPPED.sign() + " " + name + "  cancelled";
            case Outcome.Lost(String why) ->
                    Mark.BAD.sign()
                            + " "
                            + name
                            + "  lost: "
                            + why
                            + HistoryText.number(state, attempt);
            case Outcome.Skipped _ -> Mark.PASSED.sign() + " " + name + "  skipped";
        };
    }

    static Optional<Duration> took(AttemptView attempt) {
        return attempt.started()
                .flatMap(start -> attempt.ended().map(end -> Duration.between(start, end)));
    }

    private static Optional<NodeState> task(Begun state, NodePath node) {
        return state.tree()
                .find(node)
                .filter(found ->
                        (found.spec() instanceof Task || found.spec() instanceof Wait)
                                && !node.isRoot());
    }
}
