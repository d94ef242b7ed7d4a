package dev.headrace.runtime.sim;

import dev.headrace.engine.run.Decision;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunEvent.RunContinued;
import dev.headrace.engine.run.RunState;
import java.util.ArrayList;
import java.util.List;

/** Planted bugs of runs that go on afresh. */
final class SpoiltGenerations {
    private SpoiltGenerations() {}

    static Decision begun(Plant plant, RunState state, Decision.Accept accept) {
        List<RunEvent> events = new ArrayList<>();
        boolean spoilt = false;
        for (RunEvent event : accept.events()) {
            if (event instanceof RunContinued continued
                    && plant != Plant.PAUSE_ENDS_WITH_GENERATION) {
                events.add(changed(plant, continued));
                spoilt = true;
            } else if (plant == Plant.PAUSE_ENDS_WITH_GENERATION
                    && event instanceof RunEvent.RunPaused
                    && events.size() > 1
                    && events.getLast() instanceof RunContinued) {
                spoilt = true;
            } else {
                events.add(event);
            }
        }
        return spoilt ? SpoiltEngine.told(state, events) : accept;
    }

    private static RunContinued changed(Plant plant, RunContinued was) {
        boolean numbers = plant == Plant.NUMBERS_START_AGAIN;
        return new RunContinued(
                was.start(),
                was.epoch(),
                was.generation(),
                was.base(),
                was.earlier(),
                numbers ? 0 : was.attempts(),
                numbers ? was.signals() : List.of(),
                was.known());
    }
}
