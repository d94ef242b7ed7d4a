package dev.headrace.app.control;

import dev.headrace.adapters.jdbc.sqlite.SqliteStore;
import dev.headrace.adapters.local.files.ArtifactFiles;
import dev.headrace.adapters.local.files.ArtifactUse;
import dev.headrace.adapters.local.home.Doorbell;
import dev.headrace.adapters.local.home.Home;
import dev.headrace.adapters.local.home.Ownership;
import dev.headrace.adapters.local.worker.LocalWorker;
import dev.headrace.adapters.local.worker.RunSetup;
import dev.headrace.app.store.JournalText;
import dev.headrace.app.text.Display;
import dev.headrace.codec.run.MessageCodec;
import dev.headrace.engine.run.Decision;
import dev.headrace.engine.run.RunCommand;
import dev.headrace.engine.run.RunState;
import dev.headrace.runtime.run.Loop;
import dev.headrace.runtime.run.Owned;
import dev.headrace.runtime.run.Wake;
import dev.headrace.runtime.run.Watcher;
import dev.headrace.spec.flow.FlowSpec;
import dev.headrace.spec.run.RunId;
import dev.headrace.spec.run.Value;
import dev.headrace.spec.run.WorkerId;
import dev.headrace.spi.store.EventStore;
import dev.headrace.spi.store.EventStore.Message;
import dev.headrace.spi.worker.Report;
import dev.headrace.spi.worker.Stop;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** A controller for one run: its worker and its loop, turned by the thread that calls. */
final class Session implements AutoCloseable {
    private static final Duration SWEEP = Duration.ofSeconds(2);
    private static final Duration IDLE = Duration.ofMillis(200);

    private final EventStore store;
    private final Runnable tidy;
    private final LocalWorker worker;
    private final Loop loop;
    private final RunId run;
    private final String owner;
    private final Outside outside;
    private final Doorbell bell;
    private final Ownership ownership;
    private final ArtifactUse artifacts;
    private final Interrupts interrupts;
    private final AtomicBoolean rung = new AtomicBoolean(true);
    private long messagesSeen;
    private int interruptsSeen;

    Session(
            Home home,
            EventStore store,
            WorkerId id,
            LocalWorker worker,
            RunId run,
            Watcher watcher,
            Map<String, String> environment) {
        this.store = store;
        this.tidy = store instanceof SqliteStore file ? file::tidy : () -> {};
        this.worker = worker;
        this.run = run;
        this.owner = id.text();
        this.outside = new Outside(watcher, run);
        this.loop =
                new Loop(
                        owner,
                        store,
                        JournalText.JSON,
                        Seeing.in(home),
                        outside,
                        new ArtifactFiles(home)::has);
        loop.employ(id, worker);
        interrupts = new Interrupts(worker::wakeup);
        bell =
                Doorbell.listen(
                        environment,
                        () -> {
                            rung.set(true);
                            worker.wakeup();
                        });
        ownership = Ownership.claim(home, owner, Optional.of(bell.path()));
        artifacts = ArtifactUse.shared(home);
    }

    void start(
            FlowSpec flow, String version, SequencedMap<String, Value> arguments, boolean cache) {
        loop.add(run, flow);
        loop.tell(
                run,
                new RunCommand.StartRun(run, version, arguments, "manual", owner, cache),
                _ -> {});
    }

    /** Goes on with a run that is over or whose controller is gone. */
    Optional<String> resume(
            Owned owned, RunCommand.ReopenRun reopen, List<RunCommand.Operation> then) {
        String[] refusal = new String[1];
        loop.takeOver(
                run,
                owned,
                reopen,
                decision -> {
                    if (decision instanceof Decision.Reject(String why)) {
                        refusal[0] = why;
                    }
                });
        then.forEach(operation -> loop.tell(run, operation, _ -> {}));
        loop.step(Instant.now());
        return Optional.ofNullable(refusal[0]);
    }

    void begin(RunSetup setup) {
        worker.begin(setup);
    }

    /** Turns worker and loop until the run is over. */
    Display.End follow() {
        Instant sweep = Instant.now().plus(SWEEP);
        while (true) {
            Wake wake = loop.step(Instant.now());
            Optional<Display.End> end = outside.end();
            if (end.isPresent()) {
                return end.get();
            }
            if (outside.state().orElse(null) instanceof RunState.Finished) {
                return Display.End.FINISHED;
            }
            hearInterrupts();
            Instant now = Instant.now();
            if (rung.getAndSet(false) || !now.isBefore(sweep)) {
                readMessages();
                sweep = now.plus(SWEEP);
            }
            Duration wait = Duration.between(now, earlier(wake.due().orElse(sweep), sweep));
            List<Report> reports = worker.turn(shorter(wait));
            if (reports.isEmpty() && wait.compareTo(IDLE) >= 0) {
                tidy.run();
            }
            loop.report(reports);
        }
    }

    /** While nothing happens, the store has time to put its house in order. */
    private static Duration shorter(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(IDLE) < 0 ? wait : IDLE;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    boolean interrupted() {
        return interrupts.count() > 0;
    }

    /** As last committed here. */
    RunState.Begun state() {
        return outside.state().orElseThrow();
    }

    private void hearInterrupts() {
        int count = interrupts.count();
        if (count == interruptsSeen) {
            return;
        }
        if (interruptsSeen == 0) {
            loop.tell(run, new RunCommand.CancelRun("the keyboard", "interrupted"), _ -> {});
        }
        if (count > 1) {
            loop.tell(run, new RunCommand.CancelRun("the keyboard", "interrupted", true), _ -> {});
            for (var held : loop.capacity().held()) {
                worker.stop(List.of(new Stop(run, held.key().attempt(), Duration.ZERO)));
            }
        }
        interruptsSeen = count;
        worker.wakeup();
    }

    private void readMessages() {
        for (Message message : store.messages(run)) {
            if (message.number() > messagesSeen) {
                messagesSeen = message.number();
                MessageCodec.read(message.content())
                        .ifPresent(command -> {
                            loop.tell(run, command, _ -> store.taken(run, message.number()));
                            worker.wakeup();
                        });
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            worker.close();
        } finally {
            bell.close();
            ownership.close();
            artifacts.close();
        }
    }
}
