package dev.headrace.runtime.sim;

import dev.headrace.engine.run.Decision;
import dev.headrace.engine.run.NodeState;
import dev.headrace.engine.run.Phase;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunState;
import dev.headrace.engine.run.StopReason;
import dev.headrace.engine.run.Verdict;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Planted bugs in hooks. */
final class SpoiltHooks {
    private SpoiltHooks() {}

    /** A node that failed comes to what its hook failed with. */
    static Decision hiding(RunState state, Decision.Accept accept) {
        List<RunEvent> events = new ArrayList<>();
        for (RunEvent event : accept.events()) {
            Optional<Failure> hidden =
                    event instanceof RunEvent.NodeSettled(NodePath path)
                                    && accept.state() instanceof RunState.Begun run
                                    && run.tree().node(path).outcome().orElse(null)
                                            instanceof Outcome.Failed
                            ? ofHook(run, path)
                            : Optional.empty();
            events.add(
                    hidden.isPresent() && event instanceof RunEvent.NodeSettled(NodePath path)
                            ? new RunEvent.NodeFailed(path, hidden.get())
                            : event);
        }
        return SpoiltEngine.told(state, events, accept.also());
    }

    private static Optional<Failure> ofHook(RunState.Begun run, NodePath path) {
        for (var entry : run.tree().node(path).family().handlers()) {
            if (run.tree().node(entry.value()).outcome().orElse(null)
                    instanceof Outcome.Failed(Failure failure)) {
                return Optional.of(failure);
            }
        }
        return Optional.empty();
    }

    /** Where the run is cancelled nothing follows. */
    static Decision skippedOnCancel(RunState state, Decision.Accept accept) {
        return accept.state() instanceof RunState.Cancelling ? unfollowed(state, accept) : accept;
    }

    /** In a later generation nothing follows. */
    static Decision notAgain(RunState state, Decision.Accept accept) {
        return accept.state() instanceof RunState.Begun run && run.head().generation() > 1
                ? unfollowed(state, accept)
                : accept;
    }

    private static Decision unfollowed(RunState state, Decision.Accept accept) {
        List<RunEvent> events = new ArrayList<>();
        for (RunEvent event : accept.events()) {
            if (event instanceof RunEvent.HooksOpened opened) {
                events.add(new RunEvent.NodeSettled(opened.node()));
                if (opened.node().isRoot()) {
                    events.add(new RunEvent.RunFinished(Verdict.FAILED));
                }
                return SpoiltEngine.told(state, events, accept.also());
            }
            events.add(event);
        }
        return accept;
    }

    /** What cleans up is stopped like everything else. */
    static Decision stopped(RunState state, Decision.Accept accept) {
        if (accept.state() instanceof RunState.Cancelling run) {
            for (var entry : run.tree().nodes()) {
                NodeState node = entry.value();
                if (node.path().key().startsWith(":")
                        && node.phase() instanceof Phase.Live live
                        && !(live instanceof Phase.Stopping)) {
                    return SpoiltEngine.more(
                            state,
                            accept,
                            new RunEvent.AttemptStopping(
                                    new AttemptId(node.path(), live.attempt()), StopReason.CANCEL));
                }
            }
        }
        return accept;
    }
}
