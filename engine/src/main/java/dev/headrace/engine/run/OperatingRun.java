package dev.headrace.engine.run;

import dev.headrace.engine.run.Decision.Ignore;
import dev.headrace.engine.run.Decision.Reject;
import dev.headrace.engine.run.RunCommand.Operation;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Decides what people outside ask of a run that has begun. What is so already is ignored, so that
 * who asked can tell from a second answer that it was done.
 */
final class OperatingRun {
    private final RunState.Begun run;
    private final Instant now;
    private final Evaluator evaluator;

    OperatingRun(RunState.Begun run, Instant now, Evaluator evaluator) {
        this.run = run;
        this.now = now;
        this.evaluator = evaluator;
    }

    Decision decide(Operation operation) {
        return switch (operation) {
            case RunCommand.PauseRun pause -> pause(pause);
            case RunCommand.ContinueRun on -> goOn(on);
        };
    }

    private Decision pause(RunCommand.PauseRun pause) {
        return switch (run) {
            case RunState.Active _ ->
                    told(story -> story.tell(new RunEvent.RunPaused(pause.who(), pause.why())));
            case RunState.Paused _ -> new Ignore("the run is paused already");
            case RunState.Cancelling _ -> cancelling();
            case RunState.Finished done -> over(done);
        };
    }

    private Decision goOn(RunCommand.ContinueRun on) {
        return switch (run) {
            case RunState.Paused _ ->
                    told(story -> story.tell(new RunEvent.RunUnpaused(on.who(), on.why())));
            case RunState.Active _ -> new Ignore("the run is not paused");
            case RunState.Cancelling _ -> cancelling();
            case RunState.Finished done -> over(done);
        };
    }

    private static Reject cancelling() {
        return new Reject("the run is being cancelled");
    }

    private static Reject over(RunState.Finished done) {
        return new Reject("the run is over: it " + RunDecider.said(done.verdict()));
    }

    private Decision told(Consumer<Story> tell) {
        Story story = new Story(run, now, evaluator);
        tell.accept(story);
        return story.end();
    }
}
