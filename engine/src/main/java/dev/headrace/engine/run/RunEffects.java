package dev.headrace.engine.run;

import dev.headrace.engine.run.RunState.Begun;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.WorkerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the world must do: after an event ({@link #react}), or after a crash ({@link #outstanding}).
 */
public final class RunEffects {
    /** Between the gentle signal and the one that cannot be refused. */
    public static final Duration GRACE = Duration.ofSeconds(10);

    private RunEffects() {}

    /** What follows from an event, in the light of the state at the end of its decision. */
    public static List<Effect> react(RunState state, RunEvent event) {
        return switch (event) {
            case RunEvent.AttemptPlaced(AttemptId attempt, Grant grant) ->
                    List.of(new Effect.Dispatch(attempt, grant.worker()));
            case RunEvent.AttemptStarted(AttemptId attempt, _, Optional<Instant> deadline) ->
                    deadline.<List<Effect>>map(due ->
                                    List.of(new Effect.WakeAt(new Timer.Deadline(attempt), due)))
                            .orElse(List.of());
            case RunEvent.AttemptParked(AttemptId body, _, _, Optional<WaitUntil> until) ->
                    until.isEmpty() ? List.of() : parked(state, body);
            case RunEvent.AttemptResumed(AttemptId body) -> goesOn(state, body);
            case RunEvent.AwaitLapsed(AttemptId body, _) -> goesOn(state, body);
            case RunEvent.AttemptStopping(AttemptId attempt, _) ->
                    worker(state, attempt.node())
                            .<List<Effect>>map(worker ->
                                    List.of(new Effect.Stop(attempt, worker, grace(state))))
                            .orElse(List.of());
            case RunEvent.RetryPlanned(NodePath task, Instant due, _) ->
                    List.of(new Effect.WakeAt(new Timer.RetryDue(task), due));
            case RunEvent.PollPlanned(NodePath task, Instant due) ->
                    List.of(new Effect.WakeAt(new Timer.RetryDue(task), due));
            case RunEvent.WaitBegan(NodePath node, _, Optional<Instant> due) ->
                    due.<List<Effect>>map(
                                    at -> List.of(new Effect.WakeAt(new Timer.WaitDue(node), at)))
                            .orElse(List.of());
            case RunEvent.ValueRecorded(NodePath body, String key, var value) ->
                    worker(state, body)
                            .<List<Effect>>map(worker ->
                                    List.of(
                                            new Effect.TellRecorded(
                                                    current(state, body), worker, key, value)))
                            .orElse(List.of());
            case RunEvent.RunUnpaused _ -> waits(state);
            case RunEvent.CancelRequested(_, _, boolean hard) -> hard ? kills(state) : List.of();
            case RunEvent.Watched watched -> WatchedCalls.react(state, watched);
            case RunEvent.Settling settling -> WatchedCalls.told(state, settling.node());
            case RunEvent.OfHooks ofHooks -> Hooks.react(state, ofHooks);
            case RunEvent.RunStarted _,
                    RunEvent.OwnerChanged _,
                    RunEvent.GraphOpened _,
                    RunEvent.ItemsExpanded _,
                    RunEvent.CallOpened _,
                    RunEvent.TasksSpawned _,
                    RunEvent.CallRefused _,
                    RunEvent.TaskReset _,
                    RunEvent.AttemptEnded _,
                    RunEvent.TaskQueued _,
                    RunEvent.ConditionAnswered _,
                    RunEvent.GraphHeld _,
                    RunEvent.ByHand _,
                    RunEvent.OfHistory _,
                    RunEvent.CacheMissed _,
                    RunEvent.RunFinished _,
                    RunEvent.RunReopened _ ->
                    List.of();
        };
    }

    /** All that is still owed after a crash. A finished run owes nothing. */
    public static List<Effect> outstanding(RunState state) {
        List<Effect> owed = new ArrayList<>();
        switch (state) {
            case RunState.NotStarted _, RunState.Finished _ -> {}
            case RunState.Active run -> owe(run.tree(), GRACE, owed);
            case RunState.Paused run -> owe(run.tree(), GRACE, owed);
            case RunState.Cancelling run -> owe(run.tree(), grace(run), owed);
        }
        return owed;
    }

    private static void owe(Tree tree, Duration grace, List<Effect> owed) {
        tree.nodes().forEach(entry -> owe(entry.value(), grace, owed));
        tree.clocks().due().forEach(entry -> owed.add(Hooks.wake(entry.key(), entry.value())));
    }

    private static void owe(NodeState node, Duration grace, List<Effect> owed) {
        switch (node.phase()) {
            case Phase.Placed(int number, Grant grant) ->
                    owed.add(
                            new Effect.Dispatch(
                                    new AttemptId(node.path(), number), grant.worker()));
            case Phase.Started(
                            int number,
                            Grant grant,
                            _,
                            var deadline,
                            var told,
                            boolean lapsed) -> {
                AttemptId attempt = new AttemptId(node.path(), number);
                if (lapsed || !told.isEmpty()) {
                    owed.add(new Effect.Tell(attempt, grant.worker(), told));
                }
                List<NodePath> news = node.family().watch().calls();
                if (!news.isEmpty()) {
                    owed.add(new Effect.Tell(attempt, grant.worker(), news));
                }
                oweDeadline(attempt, deadline, owed);
            }
            case Phase.Parked parked -> {
                AttemptId attempt = new AttemptId(node.path(), parked.attempt());
                oweDeadline(attempt, parked.deadline(), owed);
                owed.addAll(awaitDue(attempt, parked));
            }
            case Phase.Stopping(int number, Grant grant, _) ->
                    owed.add(
                            new Effect.Stop(
                                    new AttemptId(node.path(), number), grant.worker(), grace));
            case Phase.Asleep(_, var due) ->
                    due.ifPresent(
                            at -> owed.add(new Effect.WakeAt(new Timer.WaitDue(node.path()), at)));
            case Phase.BackingOff(Instant due, _) ->
                    owed.add(new Effect.WakeAt(new Timer.RetryDue(node.path()), due));
            case Phase.Waiting _,
                    Phase.Doomed _,
                    Phase.Eligible _,
                    Phase.Looking _,
                    Phase.Ready _,
                    Phase.Open _,
                    Phase.Closing _,
                    Phase.Settled _ -> {}
        }
    }

    private static Duration grace(RunState state) {
        return state instanceof RunState.Cancelling cancelling && cancelling.hard()
                ? Duration.ZERO
                : GRACE;
    }

    /** What was asked to end before has no more time for it. */
    private static List<Effect> kills(RunState state) {
        List<Effect> kills = new ArrayList<>();
        if (state instanceof RunState.Cancelling run) {
            for (var entry : run.tree().nodes()) {
                if (entry.value().phase() instanceof Phase.Stopping(int number, Grant grant, _)) {
                    kills.add(
                            new Effect.Stop(
                                    new AttemptId(entry.key(), number),
                                    grant.worker(),
                                    Duration.ZERO));
                }
            }
        }
        return kills;
    }

    private static void oweDeadline(
            AttemptId attempt, Optional<Instant> deadline, List<Effect> owed) {
        deadline.ifPresent(due -> owed.add(new Effect.WakeAt(new Timer.Deadline(attempt), due)));
    }

    private static List<Effect> awaitDue(AttemptId body, Phase.Parked parked) {
        return parked.until()
                .<List<Effect>>map(until ->
                        List.of(
                                new Effect.WakeAt(
                                        new Timer.AwaitDue(body, parked.round()), until.due())))
                .orElse(List.of());
    }

    /** The limits of all waits: what rang in a paused run meant nothing. */
    private static List<Effect> waits(RunState state) {
        List<Effect> wakes = new ArrayList<>();
        if (state instanceof Begun run) {
            for (var entry : run.tree().nodes()) {
                if (entry.value().phase() instanceof Phase.Parked parked) {
                    wakes.addAll(awaitDue(new AttemptId(entry.key(), parked.attempt()), parked));
                }
            }
        }
        return wakes;
    }

    private static List<Effect> parked(RunState state, AttemptId body) {
        return state instanceof Begun run
                        && run.tree().node(body.node()).phase() instanceof Phase.Parked parked
                ? awaitDue(body, parked)
                : List.of();
    }

    private static List<Effect> goesOn(RunState state, AttemptId body) {
        if (!(state instanceof Begun run)
                || !(run.tree().node(body.node()).phase()
                        instanceof Phase.Started(int number, Grant grant, _, _, var told, _))
                || number != body.number()) {
            return List.of();
        }
        List<Effect> tells = new ArrayList<>();
        tells.add(new Effect.Tell(body, grant.worker(), told));
        List<NodePath> news = run.tree().node(body.node()).family().watch().calls();
        if (!news.isEmpty() && !news.equals(told)) {
            tells.add(new Effect.Tell(body, grant.worker(), news));
        }
        return tells;
    }

    private static Optional<WorkerId> worker(RunState state, NodePath path) {
        return state instanceof Begun run
                        && run.tree().node(path).phase() instanceof Phase.Live live
                ? Optional.of(live.grant().worker())
                : Optional.empty();
    }

    private static AttemptId current(RunState state, NodePath path) {
        if (state instanceof Begun run) {
            return new AttemptId(path, run.tree().node(path).tally().attempts());
        }
        throw new IllegalStateException("the run has not begun");
    }
}
