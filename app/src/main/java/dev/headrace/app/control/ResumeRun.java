package dev.headrace.app.control;

import dev.headrace.adapters.local.home.Home;
import dev.headrace.adapters.local.home.Ownership;
import dev.headrace.adapters.local.home.Trouble;
import dev.headrace.adapters.local.process.Reaper;
import dev.headrace.adapters.local.worker.LocalWorker;
import dev.headrace.app.command.Command;
import dev.headrace.app.command.Given;
import dev.headrace.app.command.Shape;
import dev.headrace.app.command.Surroundings;
import dev.headrace.app.store.Library;
import dev.headrace.app.text.Display;
import dev.headrace.engine.run.RunCommand;
import dev.headrace.engine.run.RunState;
import dev.headrace.engine.run.Verdict;
import dev.headrace.runtime.run.Owned;
import dev.headrace.runtime.view.RunReading;
import dev.headrace.runtime.view.RunView;
import dev.headrace.spec.flow.InvalidSpec;
import dev.headrace.spec.flow.Problem;
import dev.headrace.spec.run.RunId;
import dev.headrace.spec.run.WorkerId;
import dev.headrace.spi.store.EventStore;
import dev.headrace.spi.store.EventStore.RunRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** {@code headrace resume RUN}: goes on where it was; what has succeeded is not run again. */
public final class ResumeRun implements Command {
    private static final String PROCESSES = "processes";

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
            Owned begun =
                    new Owned(
                            reading.state().orElseThrow(), reading.view().next(), Optional.of(row));
            Controller controller = new Controller(here);
            try (EventStore store = controller.store(home.make())) {
                if (begun.state() instanceof RunState.Finished done
                        && done.verdict() == Verdict.SUCCEEDED) {
                    display.notice("run " + run + " has succeeded; there is nothing to resume");
                    new Conclusion(given, here).say(done, store, run);
                    return 0;
                }
                return resumed(
                        given, here, controller, home, store, run, begun, reading.view(), display);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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

    private static int resumed(
            Given given,
            Surroundings here,
            Controller controller,
            Home home,
            EventStore store,
            RunId run,
            Owned owned,
            RunView history,
            Display display)
            throws IOException {
        String flow = owned.state().flow().name();
        Sitting sitting = Sitting.of(home.run(run));
        proveDead(home.run(run).resolve(PROCESSES));
        WorkerId id = Controller.id(run);
        home.open(run);
        try (LocalWorker worker =
                        controller.worker(
                                id,
                                RunFlow.slots(given),
                                sitting.python(),
                                sitting.cwd(),
                                home.log(run).resolve("first.log"));
                Session session =
                        new Session(home, store, id, worker, run, display, here.environment())) {
            display.began(run, flow, home.run(run), history);
            session.begin(Controller.setup(home, run, flow, sitting));
            Optional<String> refused = session.resume(owned, "resume");
            if (refused.isPresent()) {
                throw new InvalidSpec(
                        Problem.at(run.text(), "HR-0424", "this run cannot go on")
                                .because(refused.get())
                                .mend("headrace show " + run + " says where it stands"));
            }
            Display.End end = session.follow();
            return new Conclusion(given, here).of(session, end, store, run, display);
        }
    }

    private static void proveDead(Path processes) {
        try {
            Reaper.proveDead(processes);
            Files.deleteIfExists(processes);
        } catch (IOException e) {
            throw Trouble.with(
                    Problem.at(
                                    processes.toString(),
                                    "HR-0425",
                                    "a process of the run's earlier controller does not end")
                            .because(String.valueOf(e.getMessage()))
                            .mend("end it by hand, then try again"),
                    e);
        }
    }
}
