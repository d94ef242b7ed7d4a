package dev.headrace.adapters.local.worker;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Ends attempts that are to end: gently, then by force. */
final class Stops {
    private static final int SIGKILL = 9;
    private static final int SIGTERM = 15;

    /**
     * A runner that has several brief attempts gives back what it has not begun within 20 ms; so
     * long is waited, lest the signal meet another than was meant.
     */
    private static final Duration AGAIN = Duration.ofMillis(5);

    private static final int AGAIN_MAX = 20;

    private final Jobs jobs;
    private final Supervisor supervisor;
    private final PriorityQueue<Step> steps =
            new PriorityQueue<>(Comparator.comparingLong(Step::nanos));

    /** What is due then. */
    private record Step(long nanos, Job job, Duration grace, int waited, boolean asked) {}

    Stops(Jobs jobs, Supervisor supervisor) {
        this.jobs = jobs;
        this.supervisor = supervisor;
    }

    /** This job, which a process has, is to end. */
    void stop(Job job, Duration grace) {
        take(new Step(System.nanoTime(), job, grace, 0, false));
    }

    void act(long now) {
        while (!steps.isEmpty() && steps.element().nanos() <= now) {
            take(steps.remove());
        }
    }

    long untilNext(long now) {
        return steps.isEmpty() ? Long.MAX_VALUE : Math.max(0, steps.element().nanos() - now);
    }

    private void take(Step step) {
        Job job = step.job();
        Host host = job.host;
        if (host == null || !jobs.has(job)) {
            return;
        }
        if (step.waited() < AGAIN_MAX && !isAlone(host, job)) {
            steps.add(
                    new Step(
                            step.nanos() + AGAIN.toNanos(),
                            job,
                            step.grace(),
                            step.waited() + 1,
                            step.asked()));
        } else if (step.asked() || step.grace().isZero()) {
            supervisor.signal(host, SIGKILL);
        } else {
            supervisor.signal(host, SIGTERM);
            long due = step.nanos() + step.grace().toNanos();
            steps.add(new Step(due, job, step.grace(), step.waited(), true));
        }
    }

    private static boolean isAlone(@Nullable Host host, Job job) {
        return switch (host) {
            case Runner runner -> runner.does(job) && !runner.holdsMany();
            case Program _ -> true;
            case null -> false;
        };
    }
}
