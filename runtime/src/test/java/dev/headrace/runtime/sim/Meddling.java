package dev.headrace.runtime.sim;

import dev.headrace.engine.run.RunCommand;
import dev.headrace.engine.run.RunState;
import java.util.Optional;

/** What people do to a run that is under way, by hand, and how they leave it in the end. */
final class Meddling {
    private static final String WHO = "somebody";

    private final Dice dice;

    Meddling(Dice dice) {
        this.dice = dice;
    }

    /** Something that may or may not be done to this run now. */
    Optional<RunCommand> meddle(RunState.Begun run) {
        return switch (run) {
            case RunState.Active _ -> Optional.of(new RunCommand.PauseRun(WHO, "for a while"));
            case RunState.Paused _ ->
                    Optional.of(
                            dice.percent(80)
                                    ? new RunCommand.ContinueRun(WHO, "long enough")
                                    : new RunCommand.PauseRun(WHO, "once more"));
            case RunState.Cancelling _ -> Optional.of(new RunCommand.PauseRun(WHO, "too late"));
            case RunState.Finished _ -> Optional.empty();
        };
    }

    /** What they do before they go, so that the run can end by itself. */
    Optional<RunCommand> leave(RunState.Begun run) {
        return run instanceof RunState.Paused
                ? Optional.of(new RunCommand.ContinueRun(WHO, "all is well"))
                : Optional.empty();
    }
}
