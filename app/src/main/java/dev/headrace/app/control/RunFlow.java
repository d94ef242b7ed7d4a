package dev.headrace.app.control;

import dev.headrace.adapters.local.environment.Environments;
import dev.headrace.adapters.local.environment.Python;
import dev.headrace.adapters.local.files.Snapshots;
import dev.headrace.adapters.local.home.Home;
import dev.headrace.adapters.local.worker.LocalWorker;
import dev.headrace.app.command.Command;
import dev.headrace.app.command.Given;
import dev.headrace.app.command.Shape;
import dev.headrace.app.command.Surroundings;
import dev.headrace.app.text.Display;
import dev.headrace.codec.flow.FlowCodec;
import dev.headrace.codec.json.JsonObject;
import dev.headrace.frontends.flow.Arguments;
import dev.headrace.spec.flow.FlowSpec;
import dev.headrace.spec.flow.InvalidSpec;
import dev.headrace.spec.flow.Problem;
import dev.headrace.spec.run.RunId;
import dev.headrace.spec.run.Value;
import dev.headrace.spec.run.WorkerId;
import dev.headrace.spi.store.EventStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** {@code headrace run FILE}. */
public final class RunFlow implements Command {
    private static final int SLOTS_MAX = 1000;

    @Override
    public String name() {
        return "run";
    }

    @Override
    public String purpose() {
        return "runs a flow, here and now";
    }

    @Override
    public Shape shape() {
        return new Shape()
                .required("FILE", "a flow: .py, .yaml or .yml; FILE:FLOW where it has several")
                .values("NAME=VALUE", "an argument: JSON, else a text", "--set")
                .value("FILE", "a file of arguments: one JSON object", "--params")
                .flag("take nothing from the cache, and keep what is made", "--no-cache")
                .value("N", "cpus that tasks may use at once; else all of this machine", "--slots")
                .json();
    }

    @Override
    public int run(Given given, Surroundings here) {
        FlowFile file = FlowFile.of(given.required(0), here.folder());
        SequencedMap<String, String> set = set(given.values("--set"));
        Optional<JsonObject> params = given.value("--params").map(path -> params(path, here));
        int slots = slots(given);
        Home home =
                given.value("--home")
                        .map(_ -> here.home(given))
                        .orElseGet(() -> Home.find(file.path(), here.environment()))
                        .make();
        RunId run = new RunIds().next(here.now());
        Display display = Display.on(here.terminal(), given.verbose());
        display.notice("reading " + file.shown());
        Controller controller = new Controller(here);
        try {
            Python python =
                    new Environments(here.environment(), Launched.cache(), display::notice)
                            .of(file.path());
            home.open(run);
            WorkerId id = Controller.id(run);
            try (LocalWorker worker =
                    controller.worker(
                            id,
                            slots,
                            python.executable(),
                            here.folder(),
                            home.log(run).resolve("first.log"))) {
                worker.warm();
                try (EventStore store = controller.store(home)) {
                    Rehearsal rehearsal = Rehearsal.begin();
                    FlowFile.Flow flow =
                            file.read(worker, keeper(new Snapshots(home)), python.identity());
                    Plan plan =
                            new Plan(
                                    flow.spec(),
                                    Arguments.bind(flow.spec(), set, params),
                                    new Sitting(
                                            file.folder(),
                                            here.folder(),
                                            python.executable(),
                                            flow.modules()),
                                    !given.flag("--no-cache"));
                    rehearsal.end();
                    try (Session session =
                            new Session(
                                    home, store, id, worker, run, display, here.environment())) {
                        plan.begin(session, store, home, run, display);
                        Display.End end = session.follow();
                        return new Conclusion(given, here).of(session, end, store, run, display);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            display.close();
            forgetUnlessBegun(home, run);
        }
    }

    /** What is to be run, with what, and how. */
    private record Plan(
            FlowSpec flow, SequencedMap<String, Value> arguments, Sitting sitting, boolean cache) {
        void begin(Session session, EventStore store, Home home, RunId run, Display display)
                throws IOException {
            String version = FlowCodec.version(flow);
            store.keepVersion(version, FlowCodec.write(flow));
            sitting.keep(home.run(run));
            display.began(run, flow.name(), home.run(run));
            session.begin(Controller.setup(home, run, flow.name(), sitting));
            session.start(flow, version, arguments, cache);
        }
    }

    static FlowFile.Keeper keeper(Snapshots snapshots) {
        return (module, original) -> {
            Snapshots.Kept kept =
                    snapshots.keep(List.of(new Snapshots.Module(module, original))).getFirst();
            return new FlowFile.Kept(kept.digest(), kept.copy());
        };
    }

    /** What was made for a run that never began goes again. */
    private static void forgetUnlessBegun(Home home, RunId run) {
        if (!Files.exists(Sitting.file(home.run(run)))) {
            home.forget(run);
        }
    }

    static int slots(Given given) {
        return given.number("--slots", Runtime.getRuntime().availableProcessors(), 1, SLOTS_MAX);
    }

    private static SequencedMap<String, String> set(List<String> words) {
        SequencedMap<String, String> set = new LinkedHashMap<>();
        for (String word : words) {
            int sign = word.indexOf('=');
            if (sign <= 0) {
                throw new InvalidSpec(
                        Problem.at("", "HR-0402", "--set takes NAME=VALUE, not '" + word + "'")
                                .mend("--set " + (word.isEmpty() ? "name" : word) + "=value"));
            }
            set.put(word.substring(0, sign), word.substring(sign + 1));
        }
        return set;
    }

    private static JsonObject params(String path, Surroundings here) {
        Path file = here.folder().resolve(path);
        try {
            return Arguments.params(Files.readString(file, StandardCharsets.UTF_8), path);
        } catch (IOException e) {
            throw new InvalidSpec(
                    Problem.at(path, "HR-0420", "this file of arguments cannot be read")
                            .because(String.valueOf(e))
                            .mend("give the path of a file that holds one JSON object"));
        }
    }
}
