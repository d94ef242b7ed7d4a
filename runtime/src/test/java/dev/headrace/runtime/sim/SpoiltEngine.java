package dev.headrace.runtime.sim;

import dev.headrace.engine.run.Decision;
import dev.headrace.engine.run.Effect;
import dev.headrace.engine.run.NodeState;
import dev.headrace.engine.run.Phase;
import dev.headrace.engine.run.RunCommand;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunEvolver;
import dev.headrace.engine.run.RunState;
import dev.headrace.engine.run.StopReason;
import dev.headrace.engine.run.Timer;
import dev.headrace.engine.run.Verdict;
import dev.headrace.runtime.run.Loops;
import dev.headrace.spec.flow.Graph;
import dev.headrace.spec.flow.Result;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.Call;
import dev.headrace.spec.run.Ending;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The real engine with one planted bug, or none. */
final class SpoiltEngine implements Loops.Spoiler {
    private final Optional<Plant> plant;

    SpoiltEngine(Optional<Plant> plant) {
        this.plant = plant;
    }

    @Override
    public RunCommand before(RunState state, RunCommand command) {
        if (plant.equals(Optional.of(Plant.CACHE_NOT_SWITCHED_OFF))
                && command
                        instanceof
                        RunCommand.StartRun(
                                var id,
                                var version,
                                var arguments,
                                var origin,
                                var owner,
                                _)) {
            return new RunCommand.StartRun(id, version, arguments, origin, owner, true);
        }
        if (plant.isEmpty() || !(state instanceof RunState.Begun run)) {
            return command;
        }
        return switch (plant.get()) {
            case OLD_ATTEMPT_ACCEPTED ->
                    command instanceof RunCommand.ReportEnded(var attempt, var ending)
                            ? new RunCommand.ReportEnded(present(run, attempt), ending)
                            : command;
            case TAKEOVER_FORGETS_LOSSES ->
                    lost(command, "its controller is gone")
                            ? new RunCommand.Wake(new Timer.RetryDue(NodePath.ROOT))
                            : command;
            case LOSS_COUNTS_AS_FAILURE ->
                    command instanceof RunCommand.ReportEnded(var attempt, var ending)
                                    && ending.outcome() instanceof Outcome.Lost(String why)
                            ? new RunCommand.ReportEnded(
                                    attempt,
                                    Ending.bare(
                                            new Outcome.Failed(
                                                    Failure.of(Failure.Kind.CRASH, "Gone", why)),
                                            ending.started()))
                            : command;
            case DIVERGENCE_UNNOTICED ->
                    command instanceof RunCommand.CallTasks(var body, var calls, var await)
                            ? new RunCommand.CallTasks(
                                    body,
                                    calls.stream().map(call -> same(run, body, call)).toList(),
                                    await)
                            : command;
            case CALLERS_CANCEL_UNHEARD ->
                    command instanceof RunCommand.CancelCalls(var body, _)
                            ? new RunCommand.CancelCalls(body, List.of())
                            : command;
            case RESTS_WITH_NEWS ->
                    command instanceof RunCommand.RestBody(var body, int nth, _)
                            ? new RunCommand.RestBody(body, nth, SpoiltWatches.told(run, body))
                            : command;
            case ROUSE_UNHEARD ->
                    command instanceof RunCommand.RouseBody(var body, _, _)
                            ? new RunCommand.WatchCalls(body, List.of())
                            : command;
            case UNSEEN_FORGIVEN ->
                    command instanceof RunCommand.ReportEnded(var attempt, var ending)
                                    && run.tree().find(attempt.node()).isPresent()
                            ? new RunCommand.ReportEnded(attempt, blind(run, attempt, ending))
                            : command;
            default -> command;
        };
    }

    /** As if the body had looked at all of its children. */
    private static Ending blind(RunState.Begun run, AttemptId attempt, Ending ending) {
        List<String> all = new ArrayList<>();
        run.tree()
                .node(attempt.node())
                .family()
                .children()
                .forEach(child -> all.add(child.value().key()));
        return new Ending(
                ending.outcome(),
                all,
                ending.artifacts(),
                ending.started(),
                ending.micros(),
                ending.log());
    }

    private static boolean lost(RunCommand command, String reason) {
        return command instanceof RunCommand.ReportEnded(_, var ending)
                && ending.outcome() instanceof Outcome.Lost(String why)
                && why.equals(reason);
    }

    private static AttemptId present(RunState.Begun run, AttemptId attempt) {
        return run.tree()
                .find(attempt.node())
                .filter(node -> node.tally().attempts() > 0)
                .map(node -> new AttemptId(node.path(), node.tally().attempts()))
                .orElse(attempt);
    }

    private static Call same(RunState.Begun run, AttemptId body, Call call) {
        String digest =
                run.tree()
                        .find(body.node().child(call.key()))
                        .flatMap(NodeState::call)
                        .map(NodeState.Origin::digest)
                        .orElse(call.digest());
        return new Call(
                call.key(),
                call.template(),
                call.inputs(),
                digest,
                call.code(),
                call.place(),
                call.tuning());
    }

    @Override
    public Decision after(RunState state, RunCommand command, Decision decision) {
        if (plant.isEmpty()) {
            return decision;
        }
        if (plant.get() == Plant.REPORT_AFTER_THE_END
                && state instanceof RunState.Finished
                && command instanceof RunCommand.ReportEnded) {
            return told(state, List.of(new RunEvent.CancelRequested("nobody", "")));
        }
        if (plant.get() == Plant.RECORDED_TWICE
                && command instanceof RunCommand.RecordValue(var body, var key, Value value)
                && decision instanceof Decision.Ignore(_, var again)
                && !again.isEmpty()) {
            return told(state, List.of(new RunEvent.ValueRecorded(body.node(), key, value)));
        }
        if (!(decision instanceof Decision.Accept accept)) {
            return SpoiltWaits.taken(plant.get(), state, command, decision);
        }
        List<RunEvent> events = accept.events();
        return switch (plant.get()) {
            case STATE_AHEAD_OF_JOURNAL ->
                    events.size() > 3
                            ? new Decision.Accept(
                                    events.subList(0, events.size() - 1),
                                    accept.state(),
                                    accept.also())
                            : decision;
            case ONE_NEED_IS_ENOUGH -> oneNeed(state, accept);
            case SKIP_DOES_NOT_CASCADE ->
                    until(state, accept, RunEvent.NodeSkipped.class::isInstance);
            case CONDITION_IGNORED -> SpoiltConditions.ignored(state, accept);
            case LOOP_CUT_SHORT -> SpoiltTemplates.cutShort(state, accept);
            case ROUND_LIKE_THE_LAST -> SpoiltTemplates.sameAgain(state, accept);
            case TEMPLATE_WITHOUT_BORDER -> SpoiltTemplates.borderless(state, accept);
            case ONE_ROUND_TOO_MANY -> SpoiltTemplates.oneRoundMore(state, accept);
            case CONDITION_NOT_ASKED_AGAIN -> SpoiltConditions.notAskedAgain(state, accept);
            case HOOK_HIDES_FAILURE -> SpoiltHooks.hiding(state, accept);
            case HOOKS_SKIPPED_ON_CANCEL -> SpoiltHooks.skippedOnCancel(state, accept);
            case HOOKS_NOT_RUN_AGAIN -> SpoiltHooks.notAgain(state, accept);
            case CANCEL_STOPS_HOOKS ->
                    command instanceof RunCommand.CancelRun
                            ? SpoiltHooks.stopped(state, accept)
                            : decision;
            case OMITTED_IS_RUN -> omittedRun(state, accept);
            case HOLD_FORGOTTEN, ENOUGH_IS_NOT_ENOUGH ->
                    events.stream().anyMatch(this::holds) ? withoutHold(state, accept) : decision;
            case TOLERANCE_FORGOTTEN -> intolerant(state, accept);
            case RETRY_SEES_FAILURES ->
                    without(state, accept, RunEvent.TaskReset.class::isInstance);
            case CANCEL_MISSES_WAITING_BODIES ->
                    command instanceof RunCommand.CancelRun
                            ? without(state, accept, event -> stopsParked(state, event))
                            : decision;
            case ONE_RETRY_TOO_MANY -> oneMore(state, accept);
            case NEVER_TRIED_AGAIN -> SpoiltRetries.again(state, accept);
            case ANSWERED_TOO_EARLY ->
                    events.getLast() instanceof RunEvent.AttemptParked(var body, _, _, _)
                            ? more(state, accept, new RunEvent.AttemptResumed(body))
                            : decision;
            case WAIT_CUT_SHORT ->
                    events.getLast() instanceof RunEvent.AttemptParked(var body, _, _, var until)
                                    && until.isPresent()
                            ? more(state, accept, new RunEvent.AwaitLapsed(body, until.get().key()))
                            : decision;
            case STOP_TAKEN_FOR_END ->
                    events.getLast() instanceof RunEvent.AttemptStopping(var attempt, _)
                                    && state instanceof RunState.Begun
                            ? more(
                                    state,
                                    accept,
                                    new RunEvent.AttemptEnded(
                                            attempt,
                                            Ending.bare(
                                                    new Outcome.Lost("stopped"), Instant.EPOCH)),
                                    new RunEvent.TaskQueued(attempt.node()))
                            : decision;
            case MARK_FORGOTTEN -> SpoiltOperations.forgotten(state, accept);
            case PLAN_FORGETS_DOWNSTREAM -> SpoiltOperations.shortened(state, accept);
            case HOLD_ENDS_WITH_NEEDS -> SpoiltOperations.released(state, accept);
            case PAUSE_PLACES_ONE -> SpoiltOperations.placed(state, accept);
            case NUMBERS_START_AGAIN, SIGNALS_END_WITH_GENERATION, PAUSE_ENDS_WITH_GENERATION ->
                    SpoiltGenerations.begun(plant.orElseThrow(), state, accept);
            case LOOKS_AT_ONCE, LOOK_SPENDS_RETRY ->
                    SpoiltPolls.planned(plant.orElseThrow(), state, accept);
            case WAIT_ENDS_EARLY -> SpoiltWaits.early(accept);
            case KEPT_SIGNAL_OVERLOOKED ->
                    events.getFirst() instanceof RunEvent.SignalReceived
                            ? decision
                            : until(state, accept, RunEvent.SignalTaken.class::isInstance);
            default -> decision;
        };
    }

    /** Because there is enough, or because something failed: as the bug is. */
    private boolean holds(RunEvent event) {
        return event instanceof RunEvent.GraphHeld(var node, var why)
                && why.equals(node) == plant.equals(Optional.of(Plant.ENOUGH_IS_NOT_ENOUGH));
    }

    private static boolean stopsParked(RunState state, RunEvent event) {
        return event instanceof RunEvent.AttemptStopping(var attempt, StopReason reason)
                && reason == StopReason.CANCEL
                && state instanceof RunState.Begun run
                && run.tree().node(attempt.node()).phase() instanceof Phase.Parked;
    }

    private static Decision oneNeed(RunState state, Decision.Accept accept) {
        if (!(accept.state() instanceof RunState.Active run)) {
            return accept;
        }
        for (RunEvent event : accept.events()) {
            if (event instanceof RunEvent.NodeSettled(NodePath settled)
                    && run.tree().node(settled).succeeded()) {
                for (NodePath next : dependents(run, settled)) {
                    if (run.tree().node(next).phase() instanceof Phase.Waiting) {
                        return more(state, accept, new RunEvent.TaskQueued(next));
                    }
                }
            }
        }
        return accept;
    }

    private static Decision omittedRun(RunState state, Decision.Accept accept) {
        List<RunEvent> events = new ArrayList<>();
        for (RunEvent event : accept.events()) {
            if (event instanceof RunEvent.NodeSkipped(NodePath path, _, _)
                    && accept.state() instanceof RunState.Begun run
                    && run.tree().node(path).spec() instanceof Task
                    && !run.tree().node(path).rules().plainJoin()) {
                events.add(new RunEvent.TaskQueued(path));
                return told(state, events, accept.also());
            }
            events.add(event);
        }
        return accept;
    }

    /** As it would go on if nobody held it. */
    private static Decision withoutHold(RunState state, Decision.Accept accept) {
        List<RunEvent> before = new ArrayList<>();
        for (RunEvent event : accept.events()) {
            if (event instanceof RunEvent.GraphHeld) {
                break;
            }
            before.add(event);
        }
        return told(state, before, accept.also());
    }

    private static Decision intolerant(RunState state, Decision.Accept accept) {
        List<RunEvent> events = new ArrayList<>();
        for (RunEvent event : accept.events()) {
            if (event instanceof RunEvent.NodeSettled(NodePath path)
                    && accept.state() instanceof RunState.Begun run
                    && run.tree().node(path).spec() instanceof Graph
                    && tolerated(run, path)) {
                events.add(
                        new RunEvent.NodeFailed(
                                path, Failure.of(Failure.Kind.USER, "Tolerated", "")));
                if (path.isRoot()) {
                    events.add(new RunEvent.RunFinished(Verdict.FAILED));
                }
                return told(state, events, accept.also());
            }
            events.add(event);
        }
        return accept;
    }

    private static boolean tolerated(RunState.Begun run, NodePath graph) {
        for (var child : run.tree().node(graph).family().children()) {
            NodeState node = run.tree().node(child.value());
            if (node.outcome().orElse(null) instanceof Outcome.Failed(Failure failure)
                    && node.rules().tolerates().contains(Result.of(new Outcome.Failed(failure)))) {
                return true;
            }
        }
        return false;
    }

    private static List<NodePath> dependents(RunState.Begun run, NodePath settled) {
        List<NodePath> paths = new ArrayList<>();
        for (var entry : run.tree().nodes()) {
            if (entry.value().needs().contains(settled)) {
                paths.add(entry.key());
            }
        }
        return paths;
    }

    private static Decision oneMore(RunState state, Decision.Accept accept) {
        if (state instanceof RunState.Active
                && accept.events().getFirst()
                        instanceof RunEvent.AttemptEnded(var attempt, var ending)
                && ending.outcome() instanceof Outcome.Failed
                && accept.events().stream()
                        .noneMatch(event ->
                                event instanceof RunEvent.RetryPlanned
                                        || event instanceof RunEvent.AttemptStopping)) {
            return told(
                    state,
                    List.of(
                            accept.events().getFirst(),
                            new RunEvent.RetryPlanned(attempt.node(), ending.started(), false)));
        }
        return accept;
    }

    static Decision more(RunState state, Decision.Accept accept, RunEvent... events) {
        List<RunEvent> all = new ArrayList<>(accept.events());
        all.addAll(List.of(events));
        return told(state, all, accept.also());
    }

    private static Decision without(
            RunState state, Decision.Accept accept, Predicate<RunEvent> forgotten) {
        return told(
                state, accept.events().stream().filter(forgotten.negate()).toList(), accept.also());
    }

    private static Decision until(
            RunState state, Decision.Accept accept, Predicate<RunEvent> forgotten) {
        return told(
                state,
                accept.events().stream().takeWhile(forgotten.negate()).toList(),
                accept.also());
    }

    static Decision told(RunState state, List<RunEvent> events) {
        return told(state, events, List.of());
    }

    static Decision told(RunState state, List<RunEvent> events, List<Effect> also) {
        if (events.isEmpty()) {
            return new Decision.Ignore("nothing", also);
        }
        RunState then = state;
        for (RunEvent event : events) {
            then = RunEvolver.evolve(then, event);
        }
        return new Decision.Accept(events, then, also);
    }

    @Override
    public List<Effect> after(RunEvent event, List<Effect> effects) {
        if (plant.equals(Optional.of(Plant.HARD_IS_GENTLE))) {
            return SpoiltOperations.gentle(effects);
        }
        boolean forgotten =
                switch (event) {
                    case RunEvent.RetryPlanned _ ->
                            plant.equals(Optional.of(Plant.RETRY_TIMER_FORGOTTEN));
                    case RunEvent.WaitBegan _ ->
                            plant.equals(Optional.of(Plant.WAIT_TIMER_FORGOTTEN));
                    case RunEvent.AttemptStarted _ ->
                            plant.equals(Optional.of(Plant.DEADLINE_FORGOTTEN));
                    case RunEvent.AttemptParked _ ->
                            plant.equals(Optional.of(Plant.WAIT_LIMIT_FORGOTTEN));
                    case RunEvent.NodeSettled _ -> plant.equals(Optional.of(Plant.NEWS_UNTOLD));
                    case RunEvent.OfHooks _ ->
                            plant.equals(Optional.of(Plant.HOOK_LIMIT_FORGOTTEN));
                    default -> false;
                };
        return forgotten ? List.of() : effects;
    }
}
