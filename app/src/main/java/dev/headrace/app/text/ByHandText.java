package dev.headrace.app.text;

import dev.headrace.engine.run.RunEvent;
import dev.headrace.runtime.view.StateWords;

/** What people outside have done to a run, a line each. */
final class ByHandText {
    private ByHandText() {}

    static String line(RunEvent.ByHand event) {
        return switch (event) {
            case RunEvent.RunPaused _ -> Mark.STOPPED.sign() + " paused: " + by(event);
            case RunEvent.RunUnpaused _ -> Mark.BUSY.sign() + " goes on: " + by(event);
            case RunEvent.NodeHeld held ->
                    Mark.STOPPED.sign() + " " + held.node() + "  held: " + by(event);
            case RunEvent.NodeMarked marked ->
                    Mark.PASSED.sign()
                            + " "
                            + marked.node()
                            + "  "
                            + StateWords.of(marked.outcome())
                            + " by hand: "
                            + by(event);
            case RunEvent.NodeReleased released ->
                    Mark.BUSY.sign() + " " + released.node() + "  released: " + by(event);
            case RunEvent.SignalReceived signal ->
                    Mark.BUSY.sign() + " signal " + signal.name() + " from " + by(event);
            case RunEvent.ApprovalGiven(var node, boolean approved, _, _) ->
                    (approved ? Mark.DONE : Mark.BAD).sign()
                            + " "
                            + node
                            + (approved ? "  approved by " : "  rejected by ")
                            + by(event);
        };
    }

    private static String by(RunEvent.ByHand event) {
        return event.who() + (event.why().isEmpty() ? "" : " (" + event.why() + ")");
    }
}
