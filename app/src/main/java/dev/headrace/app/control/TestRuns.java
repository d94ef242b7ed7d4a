package dev.headrace.app.control;

import dev.headrace.adapters.local.environment.Environments;
import dev.headrace.adapters.local.environment.Python;
import dev.headrace.adapters.local.files.Snapshots;
import dev.headrace.adapters.local.home.Home;
import dev.headrace.adapters.local.worker.LocalWorker;
import dev.headrace.app.command.Surroundings;
import dev.headrace.app.testing.Names;
import dev.headrace.app.testing.Records;
import dev.headrace.app.testing.TestCode;
import dev.headrace.frontends.tests.TestCase;
import dev.headrace.spec.run.RunId;
import dev.headrace.spec.run.WorkerId;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/** Plays runs of one flow, which is read once. Each has a worker of its own. */
final class TestRuns implements AutoCloseable {
    private final Surroundings here;
    private final FlowFile file;
    private final Home home;
    private final int slots;
    private final Controller controller;
    private final Python python;
    private final FlowFile.Flow flow;
    private final RunIds ids = new RunIds();
    private Optional<Ready> ready;

    /** A worker that has not worked for a run. */
    private record Ready(RunId run, WorkerId id, LocalWorker worker) {}

    /**
     * Reads the flow.
     *
     * @param home where runs leave what they leave
     */
    TestRuns(Surroundings here, FlowFile file, Home home, int slots, Consumer<String> notice)
            throws IOException {
        this.here = here;
        this.file = file;
        this.home = home;
        this.slots = slots;
        controller = new Controller(here);
        python = new Environments(here.environment(), Launched.cache(), notice).of(file.path());
        Ready first = ready();
        ready = Optional.of(first);
        boolean whole = false;
        try {
            first.worker().warm();
            flow =
                    file.read(
                            first.worker(), RunFlow.keeper(new Snapshots(home)), python.identity());
            whole = true;
        } finally {
            if (!whole) {
                first.worker().close();
            }
        }
    }

    private Ready ready() {
        RunId run = ids.next(here.now());
        home.open(run);
        WorkerId id = Controller.id(run);
        return new Ready(
                run,
                id,
                controller.worker(
                        id,
                        slots,
                        python.executable(),
                        here.folder(),
                        home.log(run).resolve("first.log")));
    }

    /** The name of the flow. */
    String name() {
        return flow.spec().name();
    }

    /**
     * Checks what a test names.
     *
     * @throws dev.headrace.spec.flow.InvalidSpec with what the flow does not have
     */
    void check(TestCase test) {
        new Names(flow.spec()).check(test);
    }

    Trial.Played play(TestCase test, TestCode code, Records records) throws IOException {
        Ready mine = ready.orElseGet(this::ready);
        ready = Optional.empty();
        try (LocalWorker worker = mine.worker()) {
            Sitting sitting =
                    new Sitting(file.folder(), here.folder(), python.executable(), flow.modules());
            return new Trial(home, flow.spec(), worker, mine.id(), test, mine.run(), code, records)
                    .play(sitting);
        }
    }

    @Override
    public void close() throws IOException {
        if (ready.isPresent()) {
            ready.get().worker().close();
        }
    }
}
