package dev.headrace.runtime.sim;

import dev.headrace.engine.run.RunEvent;
import dev.headrace.runtime.run.EventText;
import dev.headrace.spec.run.Ending;
import java.util.List;

/** A codec that loses what a body has looked at. */
final class ForgetfulText implements EventText {
    private final EventText text;

    ForgetfulText(EventText text) {
        this.text = text;
    }

    @Override
    public String write(List<RunEvent> events) {
        return text.write(events.stream().map(ForgetfulText::poorer).toList());
    }

    private static RunEvent poorer(RunEvent event) {
        if (event instanceof RunEvent.AttemptEnded(var attempt, var ending)) {
            return new RunEvent.AttemptEnded(
                    attempt,
                    new Ending(
                            ending.outcome(),
                            List.of(),
                            ending.artifacts(),
                            ending.started(),
                            ending.micros(),
                            ending.log()));
        }
        return event;
    }

    @Override
    public List<RunEvent> read(String written) {
        return text.read(written);
    }
}
