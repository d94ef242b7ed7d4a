package dev.headrace.runtime.sim;

import dev.headrace.engine.run.NodeState;
import dev.headrace.engine.run.Phase;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunState;
import dev.headrace.engine.run.StopReason;
import dev.headrace.spec.flow.Graph;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Outcome.Skipped.Reason;
import dev.headrace.spec.run.RunId;
import dev.headrace.spi.worker.Answer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Counts the rare things. It breaks nothing. */
final class Observer extends Law {
    private final Set<RunId> reopened = new HashSet<>();
    private final Map<String, Integer> placed = new HashMap<>();
    private final Map<String, Integer> ended = new HashMap<>();
    private int moment;

    Observer(World world) {
        super(world);
    }

    @Override
    void happened(Step step) {
        remember(step.run(), step.event());
        switch (step.event()) {
            case RunEvent.CallRefused(_, _, Failure failure)
                    when failure.kind() == Failure.Kind.DIVERGED ->
                    count("child refused, diverged");
            case RunEvent.RunReopened _ -> reopened.add(step.run());
            case RunEvent.TaskReset _ ->
                    count(
                            reopened.contains(step.run())
                                    ? "child run again by a resume"
                                    : "child run again by a retry");
            case RunEvent.AttemptEnded(_, var ending)
                    when ending.outcome() instanceof Outcome.Lost(String why)
                            && why.contains("controller") ->
                    count("retry after crash");
            case RunEvent.AttemptEnded(_, var ending)
                    when ending.outcome() instanceof Outcome.Failed(Failure failure)
                            && failure.kind() == Failure.Kind.TIMEOUT ->
                    count("timed out");
            case RunEvent.AttemptStopping(var attempt, StopReason reason) -> {
                if (reason == StopReason.CALLER) {
                    count("call cancelled that runs");
                }
                if (phase(step.before(), attempt.node()) instanceof Phase.Parked) {
                    if (reason == StopReason.CANCEL) {
                        count("cancel while a body is parked");
                    } else if (reason == StopReason.TIMEOUT) {
                        count("timed out while parked");
                    }
                }
            }
            case RunEvent.AttemptResumed _ -> count("parked body went on");
            case RunEvent.AwaitLapsed _ -> count("wait given up");
            case RunEvent.NodeCancelled(_, var why)
                    when why.equals("the task that called it cancelled it") ->
                    count("call cancelled that has not begun");
            case RunEvent.AttemptEnded(var attempt, var ending)
                    when ending.outcome() instanceof Outcome.Succeeded
                            && phase(step.before(), attempt.node())
                                    instanceof Phase.Stopping(_, _, StopReason reason)
                            && reason == StopReason.CALLER ->
                    count("call cancelled in vain, it ended by itself");
            case RunEvent.RetryPlanned(_, _, boolean lost) ->
                    count(lost ? "lost then retried after a pause" : "retry after a failure");
            case RunEvent.TaskQueued(var task)
                    when phase(step.before(), task) instanceof Phase.Closing(Outcome.Lost _) ->
                    count("lost, then again at once");
            case RunEvent.NodeSkipped(var node, _, var reason) -> {
                count("node skipped");
                if (!step.after().tree().node(node).rules().plainJoin()) {
                    count("node " + (reason == Reason.NEED ? "omitted" : "skipped") + " by a join");
                } else if (reason == Reason.SPREAD) {
                    count("node skipped with what it needs");
                }
            }
            case RunEvent.GraphHeld(var node, var because) ->
                    count(because.equals(node) ? "enough items" : "graph held");
            case RunEvent.AttemptPlaced(var attempt, _)
                    when step.after().tree().node(attempt.node()).needs().stream()
                            .anyMatch(need -> !step.after().tree().node(need).settled()) ->
                    count("placed before all needs were over");
            case RunEvent.NodeFailed(_, Failure failure)
                    when failure.kind() == Failure.Kind.UNSEEN ->
                    count("unseen failure");
            case RunEvent.NodeFailed(_, Failure failure)
                    when failure.kind() == Failure.Kind.CAPACITY ->
                    count("nothing is large enough");
            case RunEvent.NodeCancelled(var node, _)
                    when phase(step.before(), node) instanceof Phase.BackingOff ->
                    count("cancel during back-off");
            case RunEvent.NodeSettled(var node) -> {
                heldBack(step.before(), step.after().tree().node(node));
                if (step.after().tree().node(node).succeeded() && withFailure(step.after(), node)) {
                    count("graph succeeded with a failure in it");
                }
            }
            default -> {}
        }
    }

    @Override
    void wentOn(Execution execution) {
        if (execution.overdue()) {
            int busy = 0;
            for (Execution other : execution.worker.executions()) {
                busy += other.busy() ? 1 : 0;
            }
            if (busy > execution.worker.slots) {
                count("went on where nothing was free");
            }
        }
    }

    private static boolean withFailure(RunState.Begun run, NodePath path) {
        NodeState node = run.tree().node(path);
        if (node.spec() instanceof Graph) {
            for (var child : node.family().children()) {
                if (run.tree().node(child.value()).outcome().orElse(null)
                        instanceof Outcome.Failed) {
                    return true;
                }
            }
        }
        return false;
    }

    private void heldBack(RunState before, NodeState node) {
        if (before instanceof RunState.Begun begun
                && node.parent()
                        .filter(above -> !begun.tree().node(above).family().held().isEmpty())
                        .isPresent()) {
            count("held back item let go");
        }
    }

    private static Phase phase(RunState state, NodePath node) {
        return ((RunState.Begun) state).tree().node(node).phase();
    }

    @Override
    void answered(SimWorker worker, Answer answer) {
        String body = answer.run() + " " + answer.body().node();
        for (Answer.Result result : answer.results()) {
            String child = answer.run() + " " + answer.body().node().child(result.key());
            if (result.outcome() instanceof Outcome.Failed
                    && ended.getOrDefault(child, moment) < placed.getOrDefault(body, 0)) {
                count("failed again by replay");
            }
        }
    }

    private void remember(RunId run, RunEvent event) {
        moment++;
        if (event instanceof RunEvent.AttemptPlaced(var attempt, _)) {
            placed.put(run + " " + attempt.node(), moment);
        } else if (event instanceof RunEvent.AttemptEnded(var attempt, _)) {
            ended.put(run + " " + attempt.node(), moment);
        }
    }

    @Override
    void tookEffect(Execution execution) {
        RunState.Begun run = world.book.page(execution.assignment.run()).begun().orElseThrow();
        if (run.head().epoch() > execution.assignment.epoch()) {
            count("zombie took effect after a takeover");
        }
    }

    private void count(String what) {
        world.counters.add(what);
    }
}
