package dev.headrace.app.control;

import dev.headrace.adapters.local.memory.MemoryStore;
import dev.headrace.app.store.JournalText;
import dev.headrace.engine.run.RunCommand;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunState;
import dev.headrace.runtime.run.Loop;
import dev.headrace.runtime.run.Watcher;
import dev.headrace.spec.flow.Action;
import dev.headrace.spec.flow.FlowSpec;
import dev.headrace.spec.flow.Resources;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.run.Argument;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.Call;
import dev.headrace.spec.run.Ending;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.RunId;
import dev.headrace.spec.run.Tuning;
import dev.headrace.spec.run.Value;
import dev.headrace.spec.run.WorkerId;
import dev.headrace.spi.worker.Answer;
import dev.headrace.spi.worker.Assignment;
import dev.headrace.spi.worker.Report;
import dev.headrace.spi.worker.Stop;
import dev.headrace.spi.worker.Worker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Plays a small run, in memory and for nobody, while the user's code is being read: so the loop is
 * compiled by the time it is needed. It ends when it is told to, or by itself.
 */
final class Rehearsal {
    /** Tasks after which nothing is gained any more. */
    static final int TASKS_MAX = 300;

    private static final RunId RUN = new RunId("rehearsal");
    private static final WorkerId STAGE = new WorkerId("stage");
    private static final String NAME = "task";

    private volatile boolean over;

    /** On a thread of its own. */
    static Rehearsal begin() {
        Rehearsal rehearsal = new Rehearsal();
        Thread.ofPlatform()
                .daemon()
                .name("headrace-rehearsal")
                .uncaughtExceptionHandler((_, _) -> {}) // whatever goes wrong here, no run needs it
                .start(rehearsal::play);
        return rehearsal;
    }

    /** Plays until it is told to end, and says how many tasks it has played by then. */
    int play() {
        Stage stage = new Stage();
        Loop loop =
                new Loop(
                        "rehearsal",
                        new MemoryStore(),
                        JournalText.JSON,
                        Seeing.nearby(),
                        stage,
                        _ -> false);
        loop.employ(STAGE, stage);
        loop.add(RUN, flow());
        loop.tell(
                RUN,
                new RunCommand.StartRun(RUN, "", new LinkedHashMap<>(), "manual", "rehearsal"),
                _ -> {});
        while (!over && !stage.finished) {
            loop.report(stage.reports());
            loop.step(Instant.now());
        }
        return stage.asked;
    }

    void end() {
        over = true;
    }

    private static FlowSpec flow() {
        Task task = Task.of(new Action.Python(NAME, NAME));
        LinkedHashMap<String, Task> templates = new LinkedHashMap<>();
        templates.put(NAME, task);
        return new FlowSpec(
                NAME, new LinkedHashMap<>(), task, templates, List.of(), Optional.empty());
    }

    /** A worker whose body calls one task after another, and whose tasks are over at once. */
    private static final class Stage implements Worker, Watcher {
        private List<Report> reports =
                new ArrayList<>(List.of(new Report.Joined(STAGE, new Resources(2_000, 0))));
        private int asked;
        private boolean finished;

        List<Report> reports() {
            List<Report> told = reports;
            reports = new ArrayList<>();
            return told;
        }

        @Override
        public void assign(List<Assignment> assignments) {
            for (Assignment assignment : assignments) {
                if (assignment.attempt().node().isRoot()) {
                    ask(assignment.attempt());
                } else {
                    end(assignment.attempt());
                }
            }
        }

        @Override
        public void answer(List<Answer> answers) {
            for (Answer answer : answers) {
                if (asked < TASKS_MAX) {
                    ask(answer.body());
                } else {
                    end(answer.body());
                }
            }
        }

        private void ask(AttemptId body) {
            String key = NAME + "#" + ++asked;
            Call call =
                    new Call(
                            key,
                            NAME,
                            List.of(Argument.of(NAME, Value.NULL)),
                            NAME,
                            NAME,
                            NAME,
                            Tuning.NONE);
            reports.add(
                    new Report.Asked(
                            RUN,
                            body,
                            List.of(call),
                            Optional.of(new Report.Await(List.of(key), true))));
        }

        private void end(AttemptId attempt) {
            Outcome done = new Outcome.Succeeded(Value.NULL);
            reports.add(
                    new Report.Ended(
                            RUN,
                            attempt,
                            new Ending(
                                    done,
                                    List.of(),
                                    List.of(),
                                    Instant.now(),
                                    1,
                                    Optional.empty())));
        }

        @Override
        public void stop(List<Stop> stops) {}

        @Override
        public void recorded(RunId run, AttemptId body, String key, Value value) {}

        @Override
        public void acknowledge(RunId run, AttemptId attempt) {}

        @Override
        public void happened(
                RunId run, long sequence, Instant at, List<RunEvent> events, RunState.Begun state) {
            finished = state instanceof RunState.Finished;
        }

        @Override
        public void progressed(
                RunId run, AttemptId attempt, Optional<Double> fraction, String text) {}

        @Override
        public void fenced(RunId run) {
            finished = true;
        }

        @Override
        public void quarantined(RunId run, RuntimeException defect) {
            finished = true;
        }

        @Override
        public void refused(String why, boolean full) {
            finished = true;
        }
    }
}
