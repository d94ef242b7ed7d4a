package dev.headrace.app.control;

import dev.headrace.adapters.local.home.Home;
import dev.headrace.adapters.local.home.Ownership;
import dev.headrace.app.command.Command;
import dev.headrace.app.command.Given;
import dev.headrace.app.command.Shape;
import dev.headrace.app.command.Surroundings;
import dev.headrace.app.store.Library;
import dev.headrace.app.text.Display;
import dev.headrace.engine.run.Plan;
import dev.headrace.engine.run.RunCommand;
import dev.headrace.engine.run.RunState;
import dev.headrace.engine.run.Selection;
import dev.headrace.engine.run.Verdict;
import dev.headrace.runtime.view.RunReading;
import dev.headrace.spec.flow.InvalidSpec;
import dev.headrace.spec.flow.Problem;
import dev.headrace.spec.run.RunId;
import dev.headrace.spi.store.EventStore;
import dev.headrace.spi.store.EventStore.RunRow;
import java.util.List;

/** {@code headrace resume RUN}: goes on where it was; what has succeeded is not run again. */
public final class ResumeRun implements Command {
    @Override
    public String name() {
        return "resume";
    }

    @Override
    public String purpose() {
        return "goes on with a run that was paused, interrupted or cancelled, or has failed";
    }

    @Override
    public Shape shape() {
        return new Shape()
                .required("RUN", "its id, or how it begins")
                .flag("only say what would run, and why", "--dry-run", "-n")
                .value("TEXT", "why, for those who look later", "--why")
                .value("N", "cpus that tasks may use at once; else all of this machine", "--slots")
                .json();
    }

    @Override
    public int run(Given given, Surroundings here) {
        Home home = here.home(given);
        try (Library library = Library.of(home);
                Display display = Display.on(here.terminal(), given.verbose())) {
            RunRow row = library.find(given.required(0));
            RunId run = row.run();
            boolean owned = row.ended().isEmpty() && Ownership.alive(home, row.owner());
            if (owned && row.state().equals("paused")) {
                return unpaused(given, here, library, row);
            }
            if (owned) {
                throw new InvalidSpec(
                        Problem.at(run.text(), "HR-0413", "this run is under way")
                                .because("its controller " + row.owner() + " is alive")
                                .mend("headrace cancel " + run + " ends it"));
            }
            RunReading reading = library.read(row);
            RunState.Begun state = reading.state().orElseThrow();
            if (state instanceof RunState.Finished done && done.verdict() == Verdict.SUCCEEDED) {
                display.notice("run " + run + " has succeeded; there is nothing to resume");
                try (EventStore store = new Controller(here).store(home.make())) {
                    new Conclusion(given, here).say(done, store, run);
                }
                return 0;
            }
            if (given.flag("--dry-run")) {
                PlanText.print(given, here, state, Plan.of(state, new Selection.Unfinished()));
                return 0;
            }
            var reopen =
                    new RunCommand.ReopenRun(
                            Asking.who(here), given.value("--why").orElse("resume"));
            return new TakingOver(given, here, library, display)
                    .goOn(row, reading, reopen, List.of());
        }
    }

    /** A run that somebody has paused goes on where its controller is. */
    private static int unpaused(Given given, Surroundings here, Library library, RunRow row) {
        RunReading reading = library.read(row);
        Asking asking = new Asking(given, here, library);
        var goOn = new RunCommand.ContinueRun(Asking.who(here), given.value("--why").orElse(""));
        asking.say(reading, asking.ask(row, reading, goOn), "the run " + row.run(), "goes on");
        return 0;
    }
}
