package dev.headrace.app.control;

import dev.headrace.adapters.local.home.Trouble;
import dev.headrace.app.command.Given;
import dev.headrace.app.command.Surroundings;
import dev.headrace.app.store.Desk;
import dev.headrace.app.store.JournalText;
import dev.headrace.app.store.Library;
import dev.headrace.codec.json.JsonBool;
import dev.headrace.codec.json.JsonObject;
import dev.headrace.codec.run.MessageCodec;
import dev.headrace.engine.run.Decision;
import dev.headrace.engine.run.RunCommand;
import dev.headrace.engine.run.RunDecider;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunState;
import dev.headrace.runtime.view.RunReading;
import dev.headrace.runtime.view.StateWords;
import dev.headrace.spec.flow.Nearest;
import dev.headrace.spec.flow.Problem;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.RunId;
import dev.headrace.spi.store.EventStore;
import dev.headrace.spi.store.EventStore.RunRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks the controller of a run for an operation, from another process. Whether it may be is decided
 * here first, by the same rules; that it was done shows in the journal, or when they say that it is
 * so already.
 */
final class Asking {
    private static final int WAIT_SECONDS = 15;
    private static final Duration SWEEP = Duration.ofMillis(20);

    private final Given given;
    private final Surroundings here;
    private final Library library;

    /** What became of it. */
    enum Answer {
        DONE,
        SO_ALREADY,
        NOT_YET
    }

    Asking(Given given, Surroundings here, Library library) {
        this.given = given;
        this.here = here;
        this.library = library;
    }

    static String who(Surroundings here) {
        return here.environment().getOrDefault("USER", "somebody");
    }

    /** Of a run whose controller is alive. */
    Answer ask(RunRow row, RunReading reading, RunCommand.Operation operation) {
        List<RunEvent> expected;
        switch (decide(reading, operation)) {
            case Decision.Ignore _ -> {
                return Answer.SO_ALREADY;
            }
            case Decision.Reject(String why) -> throw refused(reading, why);
            case Decision.Accept(var events, _, _) -> expected = events;
        }
        long seen = reading.view().next();
        try (Desk desk = new Desk(library.home())) {
            desk.ask(row.run(), row.owner(), MessageCodec.write(operation));
        }
        long end = System.nanoTime() + Duration.ofSeconds(WAIT_SECONDS).toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(SWEEP.toNanos());
            reading.catchUp();
            if (happened(row.run(), seen, expected)) {
                return Answer.DONE;
            }
            switch (decide(reading, operation)) {
                case Decision.Ignore _ -> {
                    return Answer.DONE;
                }
                case Decision.Reject(String why) -> throw refused(reading, why);
                case Decision.Accept _ -> {}
            }
        }
        return Answer.NOT_YET;
    }

    /** Whether what was asked for is in the journal; the run may have gone on since. */
    private boolean happened(RunId run, long from, List<RunEvent> expected) {
        List<RunEvent> byHand =
                expected.stream().filter(RunEvent.ByHand.class::isInstance).toList();
        List<RunEvent> there = new ArrayList<>();
        for (EventStore.Batch batch : library.batches(run, from, Integer.MAX_VALUE)) {
            there.addAll(JournalText.JSON.read(batch.events()));
        }
        return there.containsAll(byHand);
    }

    private Decision decide(RunReading reading, RunCommand.Operation operation) {
        return decide(here, reading, operation);
    }

    /** What the run's rules say to it, by what is in the journal now. */
    static Decision decide(Surroundings here, RunReading reading, RunCommand.Operation operation) {
        RunState.Begun state = reading.state().orElseThrow();
        return new RunDecider(Seeing.nearby()).decide(state, operation, here.now());
    }

    static Trouble refused(RunReading reading, String why) {
        RunState.Begun state = reading.state().orElseThrow();
        RunId run = state.head().run();
        if (state instanceof RunState.Finished) {
            return Trouble.input(
                    Problem.at("", "HR-0412", "the run " + run + " is over")
                            .because(why)
                            .mend("headrace show " + run));
        }
        return Trouble.input(
                Problem.at("", "HR-0433", "that cannot be done to the run " + run)
                        .because(why)
                        .mend("headrace show " + run + " says where it stands"));
    }

    /** The node that this path means, which must be there. */
    static NodePath node(RunReading reading, String path) {
        RunState.Begun run = reading.state().orElseThrow();
        NodePath node = new NodePath(path);
        if (run.tree().find(node).isPresent()) {
            return node;
        }
        List<String> paths = new ArrayList<>();
        run.tree().nodes().forEach(entry -> paths.add(entry.key().text()));
        throw Trouble.input(
                Problem.at("", "HR-0406", "the run has no task '" + path + "'")
                        .because("what a task calls or a list makes is there once it is known")
                        .mend(
                                Nearest.to(path, paths)
                                        .map(near -> "did you mean '" + near + "'?")
                                        .orElse(
                                                "headrace show "
                                                        + run.head().run()
                                                        + " --all lists them")));
    }

    static Trouble interrupted(RunId run) {
        return Trouble.input(
                Problem.at("", "HR-0411", "the run " + run + " is interrupted")
                        .because("its controller is gone, and nothing of it is running")
                        .mend("headrace resume " + run + " goes on where it was"));
    }

    /** Says what became of it, as a sentence or as a document. */
    void say(RunReading reading, Answer answer, String what, String done) {
        RunState.Begun state = reading.state().orElseThrow();
        RunId run = state.head().run();
        if (given.json()) {
            here.terminal()
                    .out()
                    .println(
                            JsonObject.EMPTY
                                    .with("run", run.text())
                                    .with("state", StateWords.of(state, false))
                                    .with("done", new JsonBool(answer != Answer.NOT_YET))
                                    .compact());
        } else {
            here.terminal()
                    .err()
                    .println(
                            switch (answer) {
                                case DONE -> what + " " + done;
                                case SO_ALREADY -> what + " " + done + " already";
                                case NOT_YET ->
                                        "the run "
                                                + run
                                                + " was asked, and has not answered yet; headrace"
                                                + " show "
                                                + run;
                            });
        }
    }
}
