package dev.headrace.engine.run;

import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;

/** Sees to it that no part of a journal grows without end. */
final class Histories {
    private Histories() {}

    /** Warns when a run has four fifths of the events that it may have, and ends it at the last. */
    static void look(Story story) {
        RunState.Begun run = story.run();
        int limit = run.flow().history();
        History history = run.head().history();
        if (history.events() < warning(limit)) {
            return;
        }
        switch (run) {
            case RunState.Active _, RunState.Paused _ -> {
                if (!history.warned()) {
                    story.tell(new RunEvent.HistoryWarned(history.events(), limit));
                }
                if (history.events() >= limit) {
                    end(story);
                }
            }
            case RunState.Cancelling _, RunState.Finished _ -> {}
        }
    }

    static int warning(int limit) {
        return limit / 5 * 4;
    }

    private static void end(Story story) {
        NodeState root = story.tree().root();
        switch (root.phase()) {
            case Phase.Stopping _, Phase.Settled _ -> {}
            case Phase.Closing(Outcome outcome) when !(outcome instanceof Outcome.Succeeded) -> {}
            case Phase.Placed _, Phase.Started _, Phase.Parked _ -> {
                story.tell(
                        new RunEvent.AttemptStopping(
                                new AttemptId(NodePath.ROOT, root.tally().attempts()),
                                StopReason.HISTORY));
                Stopping.below(story, NodePath.ROOT, StopReason.HISTORY);
                Advance.run(story);
            }
            case Phase.Waiting _,
                    Phase.Doomed _,
                    Phase.Eligible _,
                    Phase.Looking _,
                    Phase.Ready _,
                    Phase.Open _,
                    Phase.BackingOff _,
                    Phase.Asleep _,
                    Phase.Closing _ -> {
                Stopping.below(story, NodePath.ROOT, StopReason.HISTORY);
                story.tell(new RunEvent.NodeFailed(NodePath.ROOT, failure(story.run())));
                Advance.run(story);
            }
        }
    }

    static Failure failure(RunState.Begun run) {
        return Failure.of(
                Failure.Kind.LIMIT,
                "HistoryTooLong",
                "the run has had "
                        + run.flow().history()
                        + " events, as many as it may have: a flow that goes on for long calls"
                        + " continue_as_new, or says a higher history");
    }
}
