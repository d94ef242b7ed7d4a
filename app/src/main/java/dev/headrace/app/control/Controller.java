package dev.headrace.app.control;

import dev.headrace.adapters.jdbc.sqlite.SqliteStore;
import dev.headrace.adapters.local.home.Home;
import dev.headrace.adapters.local.home.SocketFolder;
import dev.headrace.adapters.local.memory.MemoryStore;
import dev.headrace.adapters.local.worker.LocalWorker;
import dev.headrace.adapters.local.worker.RunSetup;
import dev.headrace.adapters.local.worker.Setup;
import dev.headrace.app.command.Surroundings;
import dev.headrace.spec.run.RunId;
import dev.headrace.spec.run.WorkerId;
import dev.headrace.spi.store.EventStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What a controller in this process is made of. */
final class Controller {
    /** {@code memory} keeps journals in memory alone: to measure what the disk costs. */
    private static final String STORE = "HEADRACE_STORE";

    private final Map<String, String> environment;

    Controller(Surroundings surroundings) {
        environment = surroundings.environment();
        // This thread turns the loop: tools that list threads show it under this name.
        Thread.currentThread().setName("headrace-loop");
    }

    EventStore store(Home home) {
        return "memory".equals(environment.get(STORE))
                ? new MemoryStore()
                : SqliteStore.open(home.database());
    }

    /**
     * A worker of this process.
     *
     * @param id its name and its controller's: a life of this process
     * @param log where what it starts writes before a run begins
     */
    LocalWorker worker(WorkerId id, int slots, Path python, Path cwd, Path log) {
        return new LocalWorker(
                new Setup(
                        id,
                        slots,
                        python,
                        Launched.sdk(),
                        SocketFolder.of(environment),
                        cwd,
                        environment,
                        log));
    }

    static WorkerId id(RunId run) {
        return new WorkerId("local-" + ProcessHandle.current().pid() + "-" + run);
    }

    static RunSetup setup(Home home, RunId run, String flow, Sitting sitting) {
        return new RunSetup(
                run,
                flow,
                home.root(),
                home.run(run),
                sitting.modules(),
                List.of(sitting.folder()),
                sitting.cwd(),
                home.artifacts());
    }
}
