package dev.headrace.codec.run;

import static dev.headrace.codec.run.Slots.PATH;
import static dev.headrace.codec.run.Slots.TEXT;
import static dev.headrace.codec.run.Slots.VALUE;

import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunEvent.ApprovalGiven;
import dev.headrace.engine.run.RunEvent.NodeHeld;
import dev.headrace.engine.run.RunEvent.NodeMarked;
import dev.headrace.engine.run.RunEvent.NodeReleased;
import dev.headrace.engine.run.RunEvent.RunPaused;
import dev.headrace.engine.run.RunEvent.RunUnpaused;
import dev.headrace.engine.run.RunEvent.SignalReceived;
import java.util.List;

/** The events of what people outside have done to a run. */
final class OperationParts {
    private OperationParts() {}

    private static final Parts<RunEvent.Edit> EDIT =
            Parts.of(
                    "edit",
                    RunEvent.Edit::new,
                    Member.of("node", PATH, RunEvent.Edit::node),
                    Member.of("name", TEXT, RunEvent.Edit::name),
                    Member.of("value", VALUE, RunEvent.Edit::value));

    static final Parts<RunEvent.Reset> RESET =
            Parts.of(
                    "reset",
                    RunEvent.Reset::new,
                    Member.list("kept", PATH, RunEvent.Reset::kept),
                    Member.list("scratch", PATH, RunEvent.Reset::scratch),
                    Member.list("edits", EDIT.slot(), RunEvent.Reset::edits));

    private static final Parts<RunPaused> RUN_PAUSED =
            Parts.of("run-paused", RunPaused::new, who(), why());
    private static final Parts<RunUnpaused> RUN_UNPAUSED =
            Parts.of("run-unpaused", RunUnpaused::new, who(), why());

    private static final Parts<NodeHeld> NODE_HELD =
            Parts.of(
                    "node-held",
                    NodeHeld::new,
                    Member.of("node", PATH, NodeHeld::node),
                    who(),
                    why());
    private static final Parts<NodeMarked> NODE_MARKED =
            Parts.of(
                    "node-marked",
                    NodeMarked::new,
                    Member.of("node", PATH, NodeMarked::node),
                    Member.of("outcome", EndingParts.OUTCOME, NodeMarked::outcome),
                    who(),
                    why());
    private static final Parts<NodeReleased> NODE_RELEASED =
            Parts.of(
                    "node-released",
                    NodeReleased::new,
                    Member.of("node", PATH, NodeReleased::node),
                    who(),
                    why());

    static final List<Parts<? extends RunEvent>> ALL =
            List.of(
                    RUN_PAUSED,
                    RUN_UNPAUSED,
                    NODE_HELD,
                    NODE_MARKED,
                    NODE_RELEASED,
                    WaitParts.SIGNAL_RECEIVED,
                    WaitParts.APPROVAL_GIVEN);

    private static <T extends RunEvent.ByHand> Member<T, String> who() {
        return Member.of("who", TEXT, RunEvent.ByHand::who);
    }

    private static <T extends RunEvent.ByHand> Member<T, String> why() {
        return Member.or("", "why", TEXT, RunEvent.ByHand::why);
    }

    static void write(Out out, RunEvent.ByHand event) {
        switch (event) {
            case RunPaused it -> EventParts.write(out, RUN_PAUSED, it);
            case RunUnpaused it -> EventParts.write(out, RUN_UNPAUSED, it);
            case NodeHeld it -> EventParts.write(out, NODE_HELD, it);
            case NodeMarked it -> EventParts.write(out, NODE_MARKED, it);
            case NodeReleased it -> EventParts.write(out, NODE_RELEASED, it);
            case SignalReceived it -> EventParts.write(out, WaitParts.SIGNAL_RECEIVED, it);
            case ApprovalGiven it -> EventParts.write(out, WaitParts.APPROVAL_GIVEN, it);
        }
    }
}
