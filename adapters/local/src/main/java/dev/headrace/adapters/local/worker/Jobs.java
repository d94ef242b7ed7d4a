package dev.headrace.adapters.local.worker;

import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.Ending;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.RunId;
import dev.headrace.spi.worker.Assignment;
import dev.headrace.spi.worker.Report;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The attempts that this worker has, and what is to be said of them. */
final class Jobs {
    /** Nanoseconds after which an attempt is said to have started before it ends. */
    static final long STARTED_AFTER = 10_000_000;

    private final Map<Job.Key, Job> live = new HashMap<>();
    private final Map<String, Job> named = new HashMap<>();
    private final Map<Job.Key, Report.Ended> ended = new HashMap<>();
    private final Map<RunId, Long> epochs = new HashMap<>();
    private final Deque<Job> young = new ArrayDeque<>();
    private List<Report> reports = new ArrayList<>();
    private Consumer<Job> begun = _ -> {};
    private int numbers;

    /** Tells of each attempt that goes on for long enough to be looked at. */
    void tell(Consumer<Job> listener) {
        begun = listener;
    }

    /**
     * Takes an attempt on. Empty when it is known, or a controller wishes it that another has
     * followed; one that is over is said to be over once more.
     */
    Optional<Job> add(Assignment assignment) {
        long epoch = epochs.merge(assignment.run(), assignment.epoch(), Math::max);
        Job.Key key = new Job.Key(assignment.run(), assignment.attempt());
        Report.Ended over = ended.get(key);
        if (over != null) {
            reports.add(over);
        }
        if (assignment.epoch() < epoch || over != null || live.containsKey(key)) {
            return Optional.empty();
        }
        return Optional.of(add(assignment, "a" + ++numbers));
    }

    Job add(Assignment assignment, String name) {
        Job job = new Job(assignment, name);
        live.put(job.key, job);
        named.put(job.name, job);
        return job;
    }

    Optional<Job> find(RunId run, AttemptId attempt) {
        return Optional.ofNullable(live.get(new Job.Key(run, attempt)));
    }

    boolean has(Job job) {
        return live.get(job.key) == job;
    }

    /** The job of this name, which this process must have. */
    Job of(Host host, String name) throws IOException {
        Job job = named.get(name);
        if (job == null || job.host != host) {
            throw new IOException("it speaks of an attempt that it does not have");
        }
        return job;
    }

    /** It runs since now. */
    void begin(Job job, Instant since, long logFrom) {
        job.begin(since, System.nanoTime(), logFrom);
        young.add(job);
    }

    /** Says of those that have run long enough that they have started. */
    void sayStarted(long now) {
        while (!young.isEmpty()) {
            Job job = young.element();
            if (has(job) && now - job.beganNanos < STARTED_AFTER) {
                return;
            }
            young.remove();
            if (has(job)) {
                started(job);
                begun.accept(job);
            }
        }
    }

    /** Nanoseconds until there is something to be said of one that runs. */
    long untilStarted(long now) {
        while (!young.isEmpty() && !has(young.element())) {
            young.remove();
        }
        return young.isEmpty()
                ? Long.MAX_VALUE
                : Math.max(0, young.element().beganNanos + STARTED_AFTER - now);
    }

    private void started(Job job) {
        if (!job.reported) {
            job.reported = true;
            job.began()
                    .ifPresent(at ->
                            reports.add(new Report.Started(job.key.run(), job.key.attempt(), at)));
        }
    }

    void end(Job job, Ending ending) {
        if (!live.remove(job.key, job)) {
            return;
        }
        named.remove(job.name);
        job.host = null;
        if (ending.micros() * 1_000 >= STARTED_AFTER && !job.reported) {
            job.began = ending.started();
            started(job);
        }
        Report.Ended report = new Report.Ended(job.key.run(), job.key.attempt(), ending);
        ended.put(job.key, report);
        reports.add(report);
    }

    /** The end of one whose process does not tell of it. */
    void end(Job job, Outcome outcome, Optional<Ending.Log> log) {
        Instant since = job.began().orElseGet(Instant::now);
        long micros = job.began == null ? 0 : (System.nanoTime() - job.beganNanos) / 1_000;
        end(job, new Ending(outcome, List.of(), List.of(), since, micros, log));
    }

    void end(Job job, Outcome outcome) {
        end(job, outcome, Optional.empty());
    }

    void acknowledge(RunId run, AttemptId attempt) {
        ended.remove(new Job.Key(run, attempt));
    }

    /** Says again what nobody has acknowledged. */
    void sayAgain() {
        reports.addAll(ended.values());
    }

    void say(Report report) {
        reports.add(report);
    }

    boolean hasNews() {
        return !reports.isEmpty();
    }

    List<Report> take() {
        if (reports.isEmpty()) {
            return List.of();
        }
        List<Report> taken = reports;
        reports = new ArrayList<>();
        return taken;
    }
}
