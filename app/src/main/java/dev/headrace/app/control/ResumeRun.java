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
import dev.headrace.app.text.Display;
import dev.headrace.codec.flow.FlowCodec;
import dev.headrace.engine.run.RunState;
import dev.headrace.engine.run.Verdict;
import dev.headrace.runtime.run.Owned;
import dev.headrace.runtime.view.RunReading;
import dev.headrace.runtime.view.RunView;
import dev.headrace.spec.flow.FlowSpec;
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
        return "goes on with a run that was interrupted, cancelled or has failed";
    }

    @Override
    public Shape shape() {
        return new Shape()
                .required("RUN", "its id, or how it begins")
                .value("N", "cpus that tasks may use at once; else all of this machine", "--slots")
                .json();
    }

    @Override
    public int run(Given given, Surroundings here) {
        Home home = here.home(given).make();
        Controller controller = new Controller(here);
        try (EventStore store = controller.store(home);
                Display display = Display.on(here.terminal(), given.verbose())) {
            RunId run = RunIds.named(store, given.required(0));
            RunRow row = store.run(run).orElseThrow();
            if (Ownership.alive(home, row.owner()) && isUnderWay(row)) {
                throw new InvalidSpec(
                        Problem.at(run.text(), "HR-0423", "this run is under way")
                                .because("its controller " + row.owner() + " is alive")
                                .mend("headrace cancel " + run + " ends it"));
            }
            FlowSpec flow = FlowCodec.read(store.version(row.version()).orElseThrow());
            RunReading reading = new RunReading(store, Controller.TEXT, run, flow);
            reading.catchUp();
            Owned owned =
                    new Owned(
                            reading.state().orElseThrow(), reading.view().next(), Optional.of(row));
            if (owned.state() instanceof RunState.Finished done
                    && done.verdict() == Verdict.SUCCEEDED) {
                display.notice("run " + run + " has succeeded; there is nothing to resume");
                return succeeded(given, here, store, run, done);
            }
            return resumed(
                    given,
                    here,
                    controller,
                    home,
                    store,
                    run,
                    flow,
                    owned,
                    reading.view(),
                    display);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isUnderWay(RunRow row) {
        return row.ended().isEmpty();
    }

    private static int succeeded(
            Given given, Surroundings here, EventStore store, RunId run, RunState.Finished done) {
        if (given.json()) {
            here.terminal().out().println(Documents.of(store, run, done));
        } else {
            done.result().flatMap(Documents::result).ifPresent(here.terminal().out()::print);
        }
        return 0;
    }

    private static int resumed(
            Given given,
            Surroundings here,
            Controller controller,
            Home home,
            EventStore store,
            RunId run,
            FlowSpec flow,
            Owned owned,
            RunView history,
            Display display)
            throws IOException {
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
            display.began(run, flow.name(), home.run(run), history);
            session.begin(Controller.setup(home, run, flow.name(), sitting));
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
