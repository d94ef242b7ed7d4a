package dev.headrace.runtime.sim;

import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunState;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** What must hold of sensors. */
final class PollLaws {
    private PollLaws() {}

    /** A sensor does not look before its time, and has no failure for having looked in vain. */
    static final class LooksAreApart extends Law {
        private final Map<String, Instant> due = new HashMap<>();

        LooksAreApart(World world) {
            super(world);
        }

        @Override
        void happened(Step step) {
            switch (step.event()) {
                case RunEvent.PollPlanned(var task, Instant next) -> {
                    world.counters.add("looked in vain");
                    due.put(step.run() + " " + task, next);
                    check(
                            step.after().tree().node(task).tally().failures()
                                    == ((RunState.Begun) step.before())
                                            .tree()
                                            .node(task)
                                            .tally()
                                            .failures(),
                            task,
                            " has failed by looking");
                    check(
                            step.after().tree().node(task).family().children().isEmpty(),
                            task,
                            " keeps what it has called");
                }
                case RunEvent.AttemptPlaced(var attempt, _) -> {
                    Instant first = due.remove(step.run() + " " + attempt.node());
                    check(
                            first == null || !world.now().isBefore(first),
                            attempt,
                            " looks before ",
                            String.valueOf(first));
                }
                case RunEvent.TaskReset(var task) -> due.remove(step.run() + " " + task);
                case RunEvent.RunReopened _, RunEvent.RunContinued _ ->
                        due.keySet().removeIf(key -> key.startsWith(step.run().text()));
                default -> {}
            }
        }
    }
}
