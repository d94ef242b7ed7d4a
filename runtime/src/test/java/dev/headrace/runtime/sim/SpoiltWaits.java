package dev.headrace.runtime.sim;

import dev.headrace.engine.run.Decision;
import dev.headrace.engine.run.RunCommand;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunState;
import dev.headrace.spec.run.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Planted bugs of waits. */
final class SpoiltWaits {
    private SpoiltWaits() {}

    /** A wait that has just begun is over. */
    static Decision early(Decision.Accept accept) {
        return accept.events().getLast() instanceof RunEvent.WaitBegan(var node, _, var due)
                        && due.isPresent()
                        && accept.state() instanceof RunState.Active run
                ? ended(accept, run, new RunEvent.WaitEnded(node, Value.NULL))
                : accept;
    }

    private static Decision ended(Decision.Accept accept, RunState.Active run, RunEvent more) {
        List<RunEvent> all = new ArrayList<>(accept.events());
        all.add(more);
        return SpoiltEngine.told(run, List.of(more)) instanceof Decision.Accept after
                ? new Decision.Accept(all, after.state(), accept.also())
                : accept;
    }

    /** What should be passed over, or refused, is taken. */
    static Decision taken(Plant plant, RunState state, RunCommand command, Decision decision) {
        if (plant == Plant.SIGNAL_COUNTS_TWICE
                && decision instanceof Decision.Ignore
                && state instanceof RunState.Active
                && command instanceof RunCommand.SendSignal signal) {
            return SpoiltEngine.told(
                    state,
                    List.of(
                            new RunEvent.SignalReceived(
                                    signal.id(),
                                    signal.name(),
                                    signal.payload(),
                                    signal.who(),
                                    Instant.EPOCH)));
        }
        if (plant == Plant.WRONG_ANSWER_TAKEN
                && decision instanceof Decision.Reject(String why)
                && why.contains("cannot be")
                && command instanceof RunCommand.GiveApproval said) {
            return SpoiltEngine.told(
                    state,
                    List.of(new RunEvent.WaitEnded(said.node(), new Value("{\"n\":\"x\"}"))));
        }
        return decision;
    }
}
