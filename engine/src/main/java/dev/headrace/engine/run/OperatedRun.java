package dev.headrace.engine.run;

import dev.headrace.spec.run.NodePath;
import java.util.Optional;

/** What the events of {@link OperatingRun} mean. */
final class OperatedRun {
    private OperatedRun() {}

    static RunState evolve(RunState.Begun run, RunEvent.ByHand event) {
        return switch (event) {
            case RunEvent.RunPaused(String who, String why) ->
                    new RunState.Paused(run.head(), run.tree(), who, why);
            case RunEvent.RunUnpaused _ -> new RunState.Active(run.head(), run.tree());
            case RunEvent.NodeHeld(NodePath node, String who, String why) ->
                    RunEvolver.edit(
                            run, tree -> tree.hold(node, Optional.of(new Tree.Hold(who, why))));
            case RunEvent.NodeMarked marked ->
                    RunEvolver.edit(run, tree -> Marking.apply(tree, marked));
            case RunEvent.NodeReleased(NodePath node, _, _) ->
                    RunEvolver.edit(run, tree -> tree.hold(node, Optional.empty()));
            case RunEvent.SignalReceived signal ->
                    RunEvolver.edit(run, tree -> tree.received(signal));
            case RunEvent.ApprovalGiven _ -> run;
        };
    }
}
