package dev.headrace.app.control;

import dev.headrace.adapters.local.home.Home;
import dev.headrace.adapters.local.home.Trouble;
import dev.headrace.adapters.local.process.Reaper;
import dev.headrace.adapters.local.worker.LocalWorker;
import dev.headrace.app.command.Given;
import dev.headrace.app.command.Surroundings;
import dev.headrace.app.store.Library;
import dev.headrace.app.text.Display;
import dev.headrace.engine.run.RunCommand;
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
import java.util.List;
import java.util.Optional;

/** Becomes the controller of a run that is over or has lost its own, and follows it to its end. */
final class TakingOver {
    private static final String PROCESSES = "processes";

    private final Given given;
    private final Surroundings here;
    private final Library library;
    private final Display display;

    TakingOver(Given given, Surroundings here, Library library, Display display) {
        this.given = given;
        this.here = here;
        this.library = library;
        this.display = display;
    }

    /**
     * Goes on with the run.
     *
     * @param reopen how it begins another generation, if it is over
     * @param then what is done to it before anything of it goes on
     */
    int goOn(
            RunRow row,
            RunReading reading,
            RunCommand.ReopenRun reopen,
            List<RunCommand.Operation> then) {
        Owned owned =
                new Owned(reading.state().orElseThrow(), reading.view().next(), Optional.of(row));
        Controller controller = new Controller(here);
        try (EventStore store = controller.store(library.home().make())) {
            return goOn(controller, store, row.run(), owned, reading.view(), reopen, then);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int goOn(
            Controller controller,
            EventStore store,
            RunId run,
            Owned owned,
            RunView history,
            RunCommand.ReopenRun reopen,
            List<RunCommand.Operation> then)
            throws IOException {
        Home home = library.home();
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
            Optional<String> refused = session.resume(owned, reopen, then);
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
