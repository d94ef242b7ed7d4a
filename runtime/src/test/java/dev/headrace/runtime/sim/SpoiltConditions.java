package dev.headrace.runtime.sim;

import dev.headrace.engine.run.Decision;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunState;
import java.util.ArrayList;
import java.util.List;

/** Planted bugs in conditions. */
final class SpoiltConditions {
    private SpoiltConditions() {}

    /** The first that does not hold is taken for one that does. */
    static Decision ignored(RunState state, Decision.Accept accept) {
        List<RunEvent> events = new ArrayList<>();
        for (RunEvent event : accept.events()) {
            if (event instanceof RunEvent.ConditionAnswered(var node, boolean holds) && !holds) {
                events.add(new RunEvent.ConditionAnswered(node, true));
                return SpoiltEngine.told(state, events, accept.also());
            }
            events.add(event);
        }
        return accept;
    }

    /** In a later generation what stands by for its condition goes to the queue at once. */
    static Decision notAskedAgain(RunState state, Decision.Accept accept) {
        if (!(state instanceof RunState.Begun run) || run.head().generation() == 1) {
            return accept;
        }
        List<RunEvent> events = new ArrayList<>();
        for (RunEvent event : accept.events()) {
            if (event instanceof RunEvent.ConditionAnswered(var node, _)) {
                events.add(new RunEvent.TaskQueued(node));
                return SpoiltEngine.told(state, events, accept.also());
            }
            events.add(event);
        }
        return accept;
    }
}
