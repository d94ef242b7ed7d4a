package dev.headrace.adapters.local.worker;

import dev.headrace.adapters.local.link.Text;
import dev.headrace.adapters.local.link.Wire;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The warm runners, and what waits for them. A runner that is idle gets what waits at once; there
 * is one more than is needed as long as more may be needed, so that nothing waits for a fork.
 */
final class Runners {
    /** Brief attempts in one frame. */
    static final int BATCH_MAX = 16;

    private static final int SIGKILL = 9;
    private static final int FAILURES_MAX = 3;
    private static final String PYTHONPATH = "PYTHONPATH";

    private final Setup setup;
    private final Jobs jobs;
    private final Supervisor supervisor;
    private final Map<String, Runner> runners = new LinkedHashMap<>();
    private final Deque<Job> queue = new ArrayDeque<>();
    private final Set<NodePath> alone = new HashSet<>();
    private @Nullable RunSetup run;
    private @Nullable Tasks tasks;
    private @Nullable Describing describing;
    private int numbers;
    private int failures;
    private boolean ending;

    Runners(Setup setup, Jobs jobs, Supervisor supervisor) {
        this.setup = setup;
        this.jobs = jobs;
        this.supervisor = supervisor;
    }

    void begin(RunSetup runSetup) {
        run = runSetup;
        Tasks words = new Tasks(runSetup);
        tasks = words;
        for (Runner runner : runners.values()) {
            runner.log().moveTo(runSetup.logs(), runSetup.folder());
            runner.send(words.setup());
        }
        describing = null;
        if (runners.size() == 1) {
            start();
        }
    }

    // What is to be done

    void add(Job job) {
        queue.add(job);
    }

    /** Takes a job out that has not been given to a runner. */
    void remove(Job job) {
        queue.remove(job);
    }

    /** These were given to a runner, and it has not begun them. */
    void takeBack(List<Job> back) {
        for (Job job : back.reversed()) {
            if (job.stopping) {
                jobs.end(job, new Outcome.Cancelled("it had not begun"));
            } else {
                queue.addFirst(job);
            }
        }
        handOut();
    }

    /** This one, or one beside it, has killed its runner. */
    void suspect(Job job) {
        alone.add(job.key.attempt().node());
    }

    /** Gives what waits to runners that can begin it, and starts runners where they are short. */
    void handOut() {
        Tasks words = tasks;
        if (ending || words == null) {
            return;
        }
        Optional<Runner> idle = idle();
        while (!queue.isEmpty() && idle.isPresent() && mayBegin(queue.element())) {
            List<Job> batch = batch();
            if (!idle.get().give(batch, words)) {
                batch.reversed().forEach(queue::addFirst);
            }
            idle = idle();
        }
        startMore();
    }

    /** Attempts that are not brief were granted cpus of their own; the others share the slots. */
    private boolean mayBegin(Job job) {
        return !job.assignment.brief() || working() < setup.slots();
    }

    private List<Job> batch() {
        Job first = queue.remove();
        if (!isShared(first)) {
            return List.of(first);
        }
        int share = Math.min(BATCH_MAX, (queue.size() + setup.slots()) / setup.slots());
        List<Job> batch = new ArrayList<>(share);
        batch.add(first);
        while (batch.size() < share && !queue.isEmpty() && isShared(queue.element())) {
            batch.add(queue.remove());
        }
        return batch;
    }

    private boolean isShared(Job job) {
        return job.assignment.brief()
                && (alone.isEmpty() || !alone.contains(job.key.attempt().node()));
    }

    private void startMore() {
        int coming = 0;
        int working = 0;
        boolean idle = false;
        boolean wanted = false;
        for (Runner runner : runners.values()) {
            coming += runner.isComing() ? 1 : 0;
            working += runner.isWorking() ? 1 : 0;
            idle |= runner.isIdle();
            wanted |= runner.wantsOthers();
        }
        for (Job job : queue) {
            if (job.assignment.brief() && working + coming >= setup.slots()) {
                break;
            }
            if (coming >= queue.size()) {
                break;
            }
            start();
            coming++;
        }
        if (!idle && coming == 0 && (wanted || (working > 0 && working < setup.slots()))) {
            start();
        }
    }

    private int working() {
        int working = 0;
        for (Runner runner : runners.values()) {
            working += runner.isWorking() ? 1 : 0;
        }
        return working;
    }

    private Optional<Runner> idle() {
        for (Runner runner : runners.values()) {
            if (runner.isIdle()) {
                return Optional.of(runner);
            }
        }
        return Optional.empty();
    }

    private Optional<Runner> coming() {
        return runners.values().stream().filter(Runner::isComing).findFirst();
    }

    private Runner start() {
        String id = "r" + ++numbers;
        RunSetup here = run;
        RunnerLog log =
                here == null
                        ? new RunnerLog(RunnerLog.unused(setup.log().resolveSibling(id + ".log")))
                        : new RunnerLog(
                                RunnerLog.unused(here.logs().resolve(id + ".log")), here.folder());
        Runner runner = new Runner(id, log, jobs, this);
        runners.put(id, runner);
        Path cwd = here == null ? setup.cwd() : here.cwd();
        supervisor.start(runner, new Launch(List.of(), environment(), cwd, log.written()));
        return runner;
    }

    private Map<String, String> environment() {
        String sdk = setup.sdk().toString();
        String others = setup.environment().getOrDefault(PYTHONPATH, "");
        return Map.of(PYTHONPATH, others.isEmpty() ? sdk : sdk + File.pathSeparator + others);
    }

    // How runners come and go

    void connected(String id, Wire wire) throws IOException {
        Runner runner = runners.get(id);
        if (runner == null || !runner.isComing()) {
            throw new IOException("nobody of this name is awaited");
        }
        failures = 0;
        runner.connected(wire);
        if (describing != null && describing.runner() == runner) {
            describing.ask();
        }
        Tasks words = tasks;
        if (words != null) {
            runner.send(words.setup());
        }
        handOut();
    }

    void kill(Runner runner) {
        runner.doom();
        supervisor.signal(runner, SIGKILL);
    }

    /** It is gone. */
    void left(Runner runner, Failure death) {
        runners.remove(runner.id());
        Describing open = describing;
        if (open != null && open.runner() == runner) {
            String last = LastLine.of(runner.log().written());
            String words = death.message() + (last.isEmpty() ? "" : ": " + last);
            open.found(new Described.Broken(Failure.of(Failure.Kind.INPUT, death.type(), words)));
        }
        runner.log().drop();
        handOut();
    }

    /** It did not come up. */
    void failed(Runner runner, String why) {
        runners.remove(runner.id());
        runner.log().drop();
        failures++;
        Describing open = describing;
        if (open != null && open.runner() == runner) {
            open.found(new Described.Broken(comesUp(why)));
        }
        if (failures >= FAILURES_MAX) {
            while (!queue.isEmpty()) {
                jobs.end(queue.remove(), new Outcome.Lost(comesUp(why).message()));
            }
        } else if (run != null) {
            handOut();
        }
    }

    private static Failure comesUp(String why) {
        return Failure.of(Failure.Kind.INPUT, "NoRunner", "no Python runner comes up: " + why);
    }

    /** Says bye to those that may have something to do at their end; gives how many there are. */
    int sayBye() {
        ending = true;
        int told = 0;
        for (Runner runner : runners.values()) {
            told += runner.sayBye() ? 1 : 0;
        }
        return told;
    }

    int count() {
        return runners.size();
    }

    void drop() {
        runners.values().forEach(runner -> runner.log().drop());
        runners.clear();
    }

    // Descriptions

    /** Has a runner read a file of the user's. */
    Describing describe(Path file, Path root, boolean mustHaveFlow) {
        Text text = new Text().open('[').text("describe").open('{');
        text.name("file").text(file.toString()).name("root").text(root.toString());
        text.name("flow").bool(mustHaveFlow).close('}').close(']');
        Runner runner = idle().or(this::coming).orElseGet(this::start);
        Describing reading = new Describing(runner, text.toString());
        describing = reading;
        reading.ask();
        return reading;
    }

    void described(Described what) {
        if (describing != null) {
            describing.found(what);
        }
    }

    /** Starts one, unless one is there or on its way. */
    void warm() {
        if (runners.isEmpty()) {
            start();
        }
    }
}
