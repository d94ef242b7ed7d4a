package dev.headrace.adapters.local.worker;

import dev.headrace.adapters.local.link.Gate;
import dev.headrace.adapters.local.link.Wire;
import dev.headrace.adapters.local.process.Ledger;
import dev.headrace.spec.flow.Action;
import dev.headrace.spec.flow.Resources;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.RunId;
import dev.headrace.spec.run.Value;
import dev.headrace.spi.worker.Answer;
import dev.headrace.spi.worker.Assignment;
import dev.headrace.spi.worker.Report;
import dev.headrace.spi.worker.Stop;
import dev.headrace.spi.worker.Worker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The worker of an embedded controller. Whoever turns it ({@link #turn}) owns it, always the same
 * thread; only {@link #wakeup} may be called by another one.
 */
public final class LocalWorker implements Worker, AutoCloseable {
    private static final Duration LEAVE_WITHIN = Duration.ofMillis(500);
    private static final long MILLI = 1_000_000;

    private final Setup setup;
    private final Jobs jobs = new Jobs();
    private final Gate gate;
    private final Supervisor supervisor;
    private final Runners runners;
    private final Programs programs;
    private final Stops stops;
    private @Nullable RunSetup run;
    private boolean closed;

    public LocalWorker(Setup setup) {
        this.setup = setup;
        try {
            gate = new Gate(setup.sockets(), this::newcomer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        supervisor = new Supervisor(setup, gate.socket());
        runners = new Runners(setup, jobs, supervisor);
        programs = new Programs(jobs, supervisor);
        stops = new Stops(jobs, supervisor);
        hello();
    }

    private Newcomer newcomer(Wire wire) {
        return new Newcomer(wire, supervisor, runners);
    }

    /** Says that it is there, and once more what was not acknowledged. */
    public void hello() {
        jobs.say(new Report.Joined(setup.id(), new Resources(setup.slots() * 1_000, 0)));
        jobs.sayAgain();
    }

    /** Starts a runner ahead of the first need of one. */
    public void warm() {
        runners.warm();
    }

    /**
     * Imports a file of the user's in a runner and says what it holds. Takes at most {@code limit};
     * to be used before {@link #begin}.
     *
     * @param root bounds what counts as the user's own code
     * @param mustHaveFlow whether a file without a flow is an error
     */
    public Described describe(Path file, Path root, boolean mustHaveFlow, Duration limit) {
        long until = System.nanoTime() + limit.toNanos();
        Describing reading = runners.describe(file, root, mustHaveFlow);
        while (true) {
            Optional<Described> found = reading.found();
            if (found.isPresent()) {
                return found.get();
            }
            long left = until - System.nanoTime();
            if (left <= 0) {
                runners.kill(reading.runner());
                return new Described.Broken(
                        Failure.of(
                                Failure.Kind.INPUT,
                                "TimeoutError",
                                "reading it took longer than " + limit.toSeconds() + " s"));
            }
            await(left);
        }
    }

    /** The run that is to be worked for. */
    public void begin(RunSetup runSetup) {
        try {
            Files.createDirectories(runSetup.logs());
            Files.createDirectories(runSetup.outputs());
            supervisor.writeTo(new Ledger(runSetup.processes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run = runSetup;
        jobs.tell(new Beginnings(runSetup)::note);
        runners.begin(runSetup);
    }

    /** What has happened; waits for it at most so long, or until {@link #wakeup}. */
    public List<Report> turn(Duration atMost) {
        await(jobs.hasNews() ? 0 : atMost.toNanos());
        return jobs.take();
    }

    private void await(long nanos) {
        long now = System.nanoTime();
        long wait = Math.min(nanos, Math.min(jobs.untilStarted(now), stops.untilNext(now)));
        long millis = wait / MILLI + (wait % MILLI == 0 ? 0 : 1);
        gate.turn(supervisor.isComing() ? Math.min(millis, Supervisor.LOOK) : millis);
        supervisor.look();
        now = System.nanoTime();
        jobs.sayStarted(now);
        stops.act(now);
    }

    /** Ends a wait in {@link #turn}; may be called by any thread. */
    public void wakeup() {
        gate.wakeup();
    }

    @Override
    public void assign(List<Assignment> assignments) {
        RunSetup here = run;
        if (here == null) {
            throw new IllegalStateException("no run has begun");
        }
        for (Assignment assignment : assignments) {
            Optional<Job> job = jobs.add(assignment);
            if (job.isPresent()) {
                switch (assignment.action()) {
                    case Action.Python _ -> runners.add(job.get());
                    case Action.Program program -> programs.start(job.get(), program, here);
                }
            }
        }
        runners.handOut();
    }

    @Override
    public void stop(List<Stop> wanted) {
        for (Stop stop : wanted) {
            Optional<Job> known = jobs.find(stop.run(), stop.attempt());
            if (known.isEmpty()) {
                continue;
            }
            Job job = known.get();
            job.stopping = true;
            if (job.host == null) {
                runners.remove(job);
                jobs.end(job, new Outcome.Cancelled("it had not begun"));
            } else {
                stops.stop(job, stop.grace());
            }
        }
    }

    @Override
    public void answer(List<Answer> answers) {
        for (Answer answer : answers) {
            Optional<Job> job = jobs.find(answer.run(), answer.body());
            if (job.isPresent() && job.get().host instanceof Runner runner) {
                runner.answer(job.get(), answer.results());
            }
        }
    }

    @Override
    public void recorded(RunId runId, AttemptId body, String key, Value value) {
        Optional<Job> job = jobs.find(runId, body);
        if (job.isPresent() && job.get().host instanceof Runner runner) {
            runner.recorded(job.get(), key, value);
        }
    }

    @Override
    public void acknowledge(RunId runId, AttemptId attempt) {
        jobs.acknowledge(runId, attempt);
    }

    /** Ends all that it started, and waits until nothing of it is left. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        int others = runners.count() - runners.sayBye();
        long until = System.nanoTime() + LEAVE_WITHIN.toNanos();
        while (runners.count() > others && System.nanoTime() < until) {
            gate.turn(Math.max(1, (until - System.nanoTime()) / MILLI));
        }
        supervisor.close();
        runners.drop();
        gate.close();
    }
}
