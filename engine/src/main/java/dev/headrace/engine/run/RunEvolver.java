package dev.headrace.engine.run;

import dev.headrace.engine.run.NodeState.Family;
import dev.headrace.engine.run.RunEvent.AttemptEnded;
import dev.headrace.engine.run.RunEvent.AttemptParked;
import dev.headrace.engine.run.RunEvent.AttemptPlaced;
import dev.headrace.engine.run.RunEvent.AttemptResumed;
import dev.headrace.engine.run.RunEvent.AttemptStarted;
import dev.headrace.engine.run.RunEvent.AttemptStopping;
import dev.headrace.engine.run.RunEvent.AwaitLapsed;
import dev.headrace.engine.run.RunEvent.CallOpened;
import dev.headrace.engine.run.RunEvent.CallRefused;
import dev.headrace.engine.run.RunEvent.CallReturned;
import dev.headrace.engine.run.RunEvent.CancelRequested;
import dev.headrace.engine.run.RunEvent.ConditionAnswered;
import dev.headrace.engine.run.RunEvent.GraphHeld;
import dev.headrace.engine.run.RunEvent.GraphOpened;
import dev.headrace.engine.run.RunEvent.ItemsExpanded;
import dev.headrace.engine.run.RunEvent.NodeCancelled;
import dev.headrace.engine.run.RunEvent.NodeFailed;
import dev.headrace.engine.run.RunEvent.NodeSettled;
import dev.headrace.engine.run.RunEvent.NodeSkipped;
import dev.headrace.engine.run.RunEvent.OwnerChanged;
import dev.headrace.engine.run.RunEvent.RetryPlanned;
import dev.headrace.engine.run.RunEvent.RunFinished;
import dev.headrace.engine.run.RunEvent.RunReopened;
import dev.headrace.engine.run.RunEvent.RunStarted;
import dev.headrace.engine.run.RunEvent.TaskQueued;
import dev.headrace.engine.run.RunEvent.TaskReset;
import dev.headrace.engine.run.RunEvent.TasksSpawned;
import dev.headrace.engine.run.RunEvent.ValueRecorded;
import dev.headrace.engine.run.RunState.Active;
import dev.headrace.engine.run.RunState.Begun;
import dev.headrace.engine.run.RunState.Cancelling;
import dev.headrace.engine.run.RunState.Finished;
import dev.headrace.engine.run.RunState.Given;
import dev.headrace.engine.run.RunState.Head;
import dev.headrace.engine.run.RunState.NotStarted;
import dev.headrace.engine.run.RunState.Paused;
import dev.headrace.spec.flow.FlowSpec;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Applies events. Total, takes no decision: an event that got into the journal is true. */
public final class RunEvolver {
    private RunEvolver() {}

    public static RunState evolve(RunState state, RunEvent event) {
        if (event instanceof RunStarted started) {
            return started(state.flow(), started);
        }
        if (event instanceof RunEvent.RunContinued continued) {
            return Continuing.begun(state.flow(), continued);
        }
        if (!(state instanceof Begun before)) {
            throw new IllegalStateException("the journal is corrupt: " + event + " came first");
        }
        Begun run = withHead(before, before.head().with(before.head().history().grown()));
        return switch (event) {
            case RunStarted _, RunEvent.RunContinued _ ->
                    throw new IllegalStateException("unreachable");
            case RunEvent.HistoryWarned _ ->
                    withHead(run, run.head().with(run.head().history().saidSo()));
            case OwnerChanged(var owner, var epoch) ->
                    withHead(run, run.head().ownedBy(owner, epoch));
            case CancelRequested(var who, var why, boolean hard) ->
                    new Cancelling(run.head(), run.tree(), who, why, hard);
            case RunEvent.OfHooks ofHooks -> edit(run, tree -> Hooks.evolve(tree, run, ofHooks));
            case RunEvent.ByHand byHand -> OperatedRun.evolve(run, byHand);
            case RunEvent.OfCache looked -> edit(run, tree -> Caching.looked(tree, looked));
            case RunFinished(var verdict) -> new Finished(run.head(), run.tree(), verdict);
            case RunReopened(int generation, _, _, var reset) ->
                    new Active(
                            run.head().inGeneration(generation),
                            edited(
                                    run.tree(),
                                    tree ->
                                            reset.ifPresentOrElse(
                                                    what -> RunningAgain.reset(tree, what),
                                                    () -> Reopening.reset(tree))));
            case GraphOpened(var graph) ->
                    edit(run, tree -> Growing.openGraph(tree, run.head(), graph));
            case CallOpened opened ->
                    edit(run, tree -> CallingTemplates.opened(tree, run.head(), opened));
            case CallReturned(var node, var value) ->
                    edit(run, tree -> tree.over(node, new Outcome.Succeeded(value)));
            case ItemsExpanded(var each, var items) ->
                    edit(run, tree -> Growing.expand(tree, run.head(), each, items));
            case TasksSpawned(var body, var calls) ->
                    edit(run, tree -> Growing.spawn(tree, run.flow(), body.node(), calls));
            case CallRefused(var body, var key, var failure) ->
                    edit(run, tree -> refused(tree, body.node(), key, failure));
            case ValueRecorded(var body, var key, var value) ->
                    edit(
                            run,
                            tree ->
                                    family(
                                            tree,
                                            body,
                                            family ->
                                                    family.withRecorded(
                                                            family.recorded().with(key, value))));
            case TaskReset(var task) -> edit(run, tree -> Reopening.again(tree, task));
            case AttemptPlaced placed -> edit(run, tree -> Attempts.placed(tree, placed));
            case AttemptStarted started -> edit(run, tree -> Attempts.started(tree, started));
            case AttemptParked parked -> edit(run, tree -> Attempts.parked(tree, parked));
            case AwaitLapsed lapsed -> edit(run, tree -> Attempts.lapsed(tree, lapsed));
            case AttemptResumed resumed -> edit(run, tree -> Attempts.resumed(tree, resumed));
            case RunEvent.Watched watched -> edit(run, tree -> WatchedCalls.apply(tree, watched));
            case AttemptStopping stopping -> edit(run, tree -> Attempts.stopping(tree, stopping));
            case AttemptEnded ended ->
                    edit(Continuing.noted(run, ended), tree -> Attempts.ended(tree, ended));
            case RetryPlanned planned -> edit(run, tree -> Attempts.retryPlanned(tree, planned));
            case RunEvent.PollPlanned planned -> edit(run, tree -> Polls.planned(tree, planned));
            case TaskQueued(var task) -> edit(run, tree -> tree.change(task, new Phase.Ready()));
            case NodeSettled(var node) ->
                    edit(run, tree -> tree.settle(node, Closure.outcome(tree, node)));
            case RunEvent.WaitBegan(var node, var at, var due) ->
                    edit(run, tree -> tree.change(node, new Phase.Asleep(at, due)));
            case RunEvent.WaitEnded(var node, var value) ->
                    edit(run, tree -> tree.over(node, new Outcome.Succeeded(value)));
            case RunEvent.SignalTaken(var node, var signal) ->
                    edit(run, tree -> tree.over(node, new Outcome.Succeeded(tree.take(signal))));
            case NodeFailed(var node, var failure) ->
                    edit(run, tree -> tree.over(node, new Outcome.Failed(failure)));
            case ConditionAnswered(var node, var holds) ->
                    edit(
                            run,
                            tree -> tree.change(node, Conditions.answered(tree.node(node), holds)));
            case NodeSkipped(var node, var because, var reason) ->
                    edit(run, tree -> tree.settle(node, new Outcome.Skipped(because, reason)));
            case GraphHeld(var graph, var because) ->
                    edit(run, tree -> Holding.held(tree, graph, because));
            case NodeCancelled(var node, var why) ->
                    edit(run, tree -> tree.over(node, new Outcome.Cancelled(why)));
        };
    }

    /** The state to which these events lead. */
    public static RunState replay(FlowSpec flow, List<RunEvent> events) {
        RunState state = new NotStarted(flow);
        for (RunEvent event : events) {
            state = evolve(state, event);
        }
        return state;
    }

    private static RunState started(FlowSpec flow, RunStarted event) {
        Head head = new Head(Given.of(flow, event), event.owner(), 1, 1, History.FIRST);
        return new Active(head, edited(Tree.EMPTY, tree -> Growing.root(tree, head)));
    }

    static RunState edit(Begun run, Consumer<TreeEdit> change) {
        return withTree(run, edited(run.tree(), change));
    }

    static Tree edited(Tree tree, Consumer<TreeEdit> change) {
        TreeEdit edit = new TreeEdit(tree);
        change.accept(edit);
        return edit.tree();
    }

    private static void refused(TreeEdit tree, NodePath body, String key, Failure failure) {
        family(tree, body, family -> family.withRefused(family.refused().with(key, failure)));
        if (failure.kind() == Failure.Kind.DIVERGED) {
            Caching.diverged(tree, body);
        }
    }

    private static void family(TreeEdit tree, NodePath body, UnaryOperator<Family> change) {
        NodeState node = tree.node(body);
        tree.put(node.with(change.apply(node.family())));
    }

    private static RunState withTree(Begun run, Tree tree) {
        return switch (run) {
            case Active active -> new Active(active.head(), tree);
            case Paused(var head, _, var who, var why) -> new Paused(head, tree, who, why);
            case Cancelling(var head, _, var who, var why, boolean hard) ->
                    new Cancelling(head, tree, who, why, hard);
            case Finished(var head, _, var verdict) -> new Finished(head, tree, verdict);
        };
    }

    static Begun withHead(Begun run, Head head) {
        return switch (run) {
            case Active active -> new Active(head, active.tree());
            case Paused(_, var tree, var who, var why) -> new Paused(head, tree, who, why);
            case Cancelling(_, var tree, var who, var why, boolean hard) ->
                    new Cancelling(head, tree, who, why, hard);
            case Finished(_, var tree, var verdict) -> new Finished(head, tree, verdict);
        };
    }
}
