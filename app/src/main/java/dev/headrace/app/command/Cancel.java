package dev.headrace.app.command;

import dev.headrace.adapters.local.home.Trouble;
import dev.headrace.app.store.Desk;
import dev.headrace.app.store.Library;
import dev.headrace.codec.json.JsonBool;
import dev.headrace.codec.json.JsonObject;
import dev.headrace.codec.run.MessageCodec;
import dev.headrace.engine.run.RunCommand;
import dev.headrace.runtime.view.StateWords;
import dev.headrace.spec.flow.Problem;
import dev.headrace.spec.run.RunId;
import dev.headrace.spi.store.EventStore.RunRow;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** {@code headrace cancel RUN}. */
public final class Cancel implements Command {
    private static final String CANCELLING = "cancelling";
    private static final int WAIT_SECONDS = 15;
    private static final int WAIT_MAX = 86_400;
    private static final Duration SWEEP = Duration.ofMillis(50);

    @Override
    public String name() {
        return "cancel";
    }

    @Override
    public String purpose() {
        return "stops a run, from any terminal";
    }

    @Override
    public Shape shape() {
        return new Shape()
                .required("RUN", "its id, or the beginning of it")
                .flag(
                        "kill what runs, without time to clean up, and no finally; so does a second cancel",
                        "--hard")
                .value("TEXT", "why, for those who look later", "--why")
                .value("SECONDS", "how long to wait for its end (" + WAIT_SECONDS + ")", "--wait")
                .flag("do not wait for its end", "--no-wait")
                .json();
    }

    @Override
    public int run(Given given, Surroundings here) {
        int seconds =
                given.flag("--no-wait") ? 0 : given.number("--wait", WAIT_SECONDS, 0, WAIT_MAX);
        try (Library library = Library.of(here.home(given))) {
            RunRow row = library.find(given.required(0));
            refuse(library, row);
            try (Desk desk = new Desk(library.home())) {
                String who = here.environment().getOrDefault("USER", "somebody");
                boolean again = library.state(row).equals(CANCELLING);
                var cancel =
                        new RunCommand.CancelRun(
                                who,
                                given.value("--why").orElse(""),
                                again || given.flag("--hard"));
                desk.ask(row.run(), row.owner(), MessageCodec.write(cancel));
            }
            String state = waited(library, row.run(), seconds);
            if (given.json()) {
                here.terminal().out().println(document(row.run(), state).compact());
            } else {
                here.terminal().err().println(said(row.run(), state));
            }
        }
        return 0;
    }

    private static JsonObject document(RunId run, String state) {
        return JsonObject.EMPTY
                .with("run", run.text())
                .with("state", state)
                .with("done", new JsonBool(!StateWords.goesOn(state)));
    }

    private static void refuse(Library library, RunRow row) {
        String state = library.state(row);
        if (state.equals(StateWords.INTERRUPTED)) {
            throw Trouble.input(
                    Problem.at("", "HR-0411", "the run " + row.run() + " is interrupted")
                            .because("its controller is gone, and nothing of it is running")
                            .mend(
                                    "headrace resume "
                                            + row.run()
                                            + " goes on where it was, headrace rm "
                                            + row.run()
                                            + " forgets it"));
        }
        if (!StateWords.goesOn(state)) {
            throw Trouble.input(
                    Problem.at("", "HR-0412", "the run " + row.run() + " is over")
                            .because("it has " + (state.equals("cancelled") ? "been " : "") + state)
                            .mend("headrace show " + row.run()));
        }
    }

    private static String waited(Library library, RunId run, int seconds) {
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        String state = library.state(library.row(run));
        while (StateWords.goesOn(state)
                && !state.equals(StateWords.INTERRUPTED)
                && System.nanoTime() < end) {
            LockSupport.parkNanos(SWEEP.toNanos());
            state = library.state(library.row(run));
        }
        return state;
    }

    private static String said(RunId run, String state) {
        return switch (state) {
            case "cancelled" ->
                    "the run " + run + " is cancelled; headrace resume " + run + " goes on";
            case "running", "waiting", "paused", "cancelling" ->
                    "the run "
                            + run
                            + " was asked to stop and is still stopping; headrace cancel "
                            + run
                            + " again kills what runs";
            default -> "the run " + run + " is " + state + "; headrace show " + run;
        };
    }
}
