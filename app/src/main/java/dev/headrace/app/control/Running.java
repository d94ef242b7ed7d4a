package dev.headrace.app.control;

import dev.headrace.adapters.jdbc.sqlite.SqliteStore;
import dev.headrace.adapters.local.home.Home;
import dev.headrace.adapters.local.memory.MemoryStore;
import dev.headrace.adapters.local.worker.LocalWorker;
import dev.headrace.adapters.local.worker.RunSetup;
import dev.headrace.adapters.local.worker.Setup;
import dev.headrace.codec.flow.FlowCodec;
import dev.headrace.codec.json.Values;
import dev.headrace.codec.run.EventCodec;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunState;
import dev.headrace.frontends.flow.Arguments;
import dev.headrace.runtime.run.EventText;
import dev.headrace.runtime.run.Watcher;
import dev.headrace.spec.run.RunId;
import dev.headrace.spec.run.WorkerId;
import dev.headrace.spi.store.EventStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Carries out {@code headrace run}. */
public final class Running {
    static final EventText TEXT =
            new EventText() {
                @Override
                public String write(List<RunEvent> events) {
                    return EventCodec.write(events);
                }

                @Override
                public List<RunEvent> read(String text) {
                    return EventCodec.read(text);
                }
            };

    private final Map<String, String> environment;

    public Running(Map<String, String> environment) {
        this.environment = environment;
    }

    public int run(Request request, Watcher watcher) throws IOException {
        Thread.currentThread().setName("headrace-loop");
        Path file = request.file().toAbsolutePath().normalize();
        Home home = Home.find(file, environment).make();
        RunId run = new RunIds().next(Instant.now());
        home.open(run);
        Path python = Path.of(environment.getOrDefault("HEADRACE_PYTHON", "/usr/bin/python3"));
        Setup setup =
                new Setup(
                        new WorkerId("local-" + ProcessHandle.current().pid() + "-" + run),
                        request.slots(),
                        python,
                        Path.of(System.getProperty("headrace.home", "."), "sdk/python/src"),
                        Path.of("/tmp"),
                        Path.of("").toAbsolutePath(),
                        environment,
                        home.log(run).resolve("first.log"));
        try (EventStore store = store(home);
                LocalWorker worker = new LocalWorker(setup)) {
            Prepared prepared =
                    new Preparing(home, worker).python(file, request.flow(), Optional.empty());
            var arguments = Arguments.bind(prepared.flow(), request.set(), Optional.empty());
            store.keepVersion(prepared.version(), FlowCodec.write(prepared.flow()));
            try (Session session =
                    new Session(home, store, TEXT, setup, worker, run, watcher, environment)) {
                Sitting sitting =
                        new Sitting(prepared.folder(), setup.cwd(), python, prepared.modules());
                sitting.keep(home.run(run));
                session.begin(
                        new RunSetup(
                                run,
                                prepared.flow().name(),
                                home.root(),
                                home.run(run),
                                prepared.modules(),
                                List.of(prepared.folder()),
                                setup.cwd(),
                                home.artifacts()));
                session.start(prepared.flow(), prepared.version(), arguments);
                Session.End end = session.follow();
                System.err.println(
                        end + " " + session.state().map(state -> state.getClass().getSimpleName()));
                if (session.state().orElseThrow() instanceof RunState.Finished done) {
                    System.err.println(done.verdict());
                    done.result().map(Values::display).ifPresent(System.out::println);
                    return done.verdict() == dev.headrace.engine.run.Verdict.SUCCEEDED ? 0 : 1;
                }
                return 3;
            }
        }
    }

    private EventStore store(Home home) {
        return "memory".equals(environment.get("HEADRACE_STORE"))
                ? new MemoryStore()
                : SqliteStore.open(home.database());
    }
}
