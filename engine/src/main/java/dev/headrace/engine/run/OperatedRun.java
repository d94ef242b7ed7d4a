package dev.headrace.engine.run;

/** What the events of {@link OperatingRun} mean. */
final class OperatedRun {
    private OperatedRun() {}

    static RunState evolve(RunState.Begun run, RunEvent.ByHand event) {
        return switch (event) {
            case RunEvent.RunPaused(String who, String why) ->
                    new RunState.Paused(run.head(), run.tree(), who, why);
            case RunEvent.RunUnpaused _ -> new RunState.Active(run.head(), run.tree());
        };
    }
}
