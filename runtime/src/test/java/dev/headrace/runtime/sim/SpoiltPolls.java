package dev.headrace.runtime.sim;

import dev.headrace.engine.run.Decision;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunEvent.PollPlanned;
import dev.headrace.engine.run.RunState;
import java.util.ArrayList;
import java.util.List;

/** Planted bugs of sensors. */
final class SpoiltPolls {
    private SpoiltPolls() {}

    static Decision planned(Plant plant, RunState state, Decision.Accept accept) {
        List<RunEvent> events = new ArrayList<>();
        boolean spoilt = false;
        for (RunEvent event : accept.events()) {
            if (event instanceof PollPlanned(var task, var due)) {
                spoilt = true;
                if (plant == Plant.LOOKS_AT_ONCE) {
                    events.add(event);
                    events.add(new RunEvent.TaskQueued(task));
                } else {
                    events.add(new RunEvent.RetryPlanned(task, due, false));
                }
            } else {
                events.add(event);
            }
        }
        return spoilt ? SpoiltEngine.told(state, events) : accept;
    }
}
