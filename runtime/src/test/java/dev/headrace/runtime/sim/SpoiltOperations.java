package dev.headrace.runtime.sim;

import dev.headrace.engine.run.Decision;
import dev.headrace.engine.run.Effect;
import dev.headrace.engine.run.NodeState;
import dev.headrace.engine.run.Phase;
import dev.headrace.engine.run.RunEffects;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunState;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.run.AttemptId;
import java.util.List;
import java.util.Optional;

/** Planted bugs in what people do to runs by hand. */
final class SpoiltOperations {
    private SpoiltOperations() {}

    /** What has ended makes room for the next, although the run is paused. */
    static Decision placed(RunState state, Decision.Accept accept) {
        if (state instanceof RunState.Paused run
                && accept.state() instanceof RunState.Paused after
                && accept.events().getFirst() instanceof RunEvent.AttemptEnded(var attempt, _)
                && run.tree().node(attempt.node()).phase() instanceof Phase.Live live) {
            var next = after.tree().ready().first();
            if (next.isPresent()) {
                NodeState node = after.tree().node(next.get().value());
                return SpoiltEngine.more(
                        state,
                        accept,
                        new RunEvent.AttemptPlaced(
                                new AttemptId(node.path(), node.tally().attempts() + 1),
                                live.grant()));
            }
        }
        return accept;
    }

    /** A node that is held is placed all the same once what it needs has come. */
    static Decision released(RunState state, Decision.Accept accept) {
        if (accept.state() instanceof RunState.Active after
                && accept.events().getFirst() instanceof RunEvent.AttemptEnded(var attempt, _)
                && state instanceof RunState.Active run
                && run.tree().node(attempt.node()).phase() instanceof Phase.Live live) {
            for (var hold : after.tree().holds()) {
                NodeState node = after.tree().node(hold.key());
                if (node.phase() instanceof Phase.Ready && node.spec() instanceof Task) {
                    return SpoiltEngine.more(
                            state,
                            accept,
                            new RunEvent.AttemptPlaced(
                                    new AttemptId(node.path(), node.tally().attempts() + 1),
                                    live.grant()));
                }
            }
        }
        return accept;
    }

    /** What was marked stands in the queue again. */
    static Decision forgotten(RunState state, Decision.Accept accept) {
        for (RunEvent event : accept.events()) {
            if (event instanceof RunEvent.NodeMarked(var node, _, _, _)
                    && accept.state() instanceof RunState.Active run
                    && run.tree().node(node).spec() instanceof Task) {
                return SpoiltEngine.more(state, accept, new RunEvent.TaskQueued(node));
            }
        }
        return accept;
    }

    static List<Effect> gentle(List<Effect> effects) {
        return effects.stream()
                .map(effect ->
                        effect instanceof Effect.Stop(var attempt, var worker, _)
                                ? new Effect.Stop(attempt, worker, RunEffects.GRACE)
                                : effect)
                .toList();
    }

    /** The last one that follows from what runs again does not. */
    static Decision shortened(RunState state, Decision.Accept accept) {
        if (accept.events().size() == 1
                && accept.events().getFirst()
                        instanceof RunEvent.RunReopened(int generation, var who, var why, var reset)
                && reset.isPresent()
                && reset.get().scratch().size() > 1) {
            RunEvent.Reset plan = reset.get();
            return SpoiltEngine.told(
                    state,
                    List.of(
                            new RunEvent.RunReopened(
                                    generation,
                                    who,
                                    why,
                                    Optional.of(
                                            new RunEvent.Reset(
                                                    plan.kept(),
                                                    plan.scratch()
                                                            .subList(0, plan.scratch().size() - 1),
                                                    plan.edits())))));
        }
        return accept;
    }
}
