package dev.headrace.adapters.local.worker;

import dev.headrace.adapters.local.link.Frame;
import dev.headrace.adapters.local.link.Text;
import dev.headrace.adapters.local.link.Wire;
import dev.headrace.spec.flow.Action;
import dev.headrace.spec.flow.Resources;
import dev.headrace.spec.run.Argument;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.Ending;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.NodePath;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The worker of an embedded controller. Whoever turns it ({@link #turn}) owns it; only {@link
 * #wakeup} may be called by another thread.
 */
public final class LocalWorker implements Worker, AutoCloseable {
    private static final int SIGTERM = 15;
    private static final int SIGKILL = 9;
    private static final int BRIEF_FRAME = 16;
    private static final int STARTS_MAX = 3;
    private static final long STARTED_AFTER = Duration.ofMillis(10).toNanos();

    private final Setup setup;
    private final Gate gate;
    private final Map<String, Seat> seats = new HashMap<>();
    private final Map<Wire, Seat> wires = new HashMap<>();
    private final Map<Job.Key, Job> jobs = new HashMap<>();
    private final Map<String, Job> named = new HashMap<>();
    private final Map<Job.Key, Report.Ended> ended = new HashMap<>();
    private final Deque<Job> queue = new ArrayDeque<>();
    private final PriorityQueue<Killing> killings =
            new PriorityQueue<>(Comparator.comparingLong(Killing::nanos));
    private List<Report> reports = new ArrayList<>();
    private @Nullable Supervisor supervisor;
    private @Nullable RunSetup run;
    private @Nullable Described described;
    private int numbers;
    private int failedStarts;
    private boolean closed;

    private record Killing(long nanos, Job job) {}

    /** Does work over a link whose loss is noticed elsewhere. */
    private interface Sending {
        void send() throws IOException;
    }

    public LocalWorker(Setup setup) {
        this.setup = setup;
        try {
            gate = new Gate(setup.sockets());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reports.add(new Report.Joined(setup.id(), new Resources(setup.slots() * 1000, 0)));
    }

    /** Starts a runner ahead of the first need of one. */
    public void warm() {
        if (idleSeat().isEmpty() && starting() == 0) {
            startRunner();
        }
    }

    /**
     * Imports a file of the user's in a runner and says what it holds. Takes at most {@code limit};
     * to be used before {@link #begin}.
     *
     * @param root bounds what counts as the user's own code
     * @param mustHaveFlow whether a file without a flow is an error
     */
    public Described describe(Path file, Path root, boolean mustHaveFlow, Duration limit) {
        described = null;
        Seat seat =
                seats.values().stream()
                        .filter(one -> one.runner && one.jobs.isEmpty() && !one.leaving)
                        .findFirst()
                        .orElseGet(this::startRunner);
        long until = System.nanoTime() + limit.toNanos();
        String frame =
                new Text()
                        .open('[')
                        .text("describe")
                        .open('{')
                        .name("file")
                        .text(file.toString())
                        .name("root")
                        .text(root.toString())
                        .name("flow")
                        .bool(mustHaveFlow)
                        .close('}')
                        .close(']')
                        .toString();
        boolean asked = false;
        while (true) {
            Described found = described;
            if (found != null) {
                return found;
            }
            if (!asked && seat.ready) {
                sendTo(seat, frame);
                asked = true;
            }
            if (!seats.containsKey(seat.id)) {
                return new Described.Broken(
                        Failure.of(
                                Failure.Kind.INPUT,
                                "Died",
                                "the process that read it died: " + lastLine(seat.log)));
            }
            long left = (until - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                sending(() -> supervisor().signal(seat, SIGKILL));
                return new Described.Broken(
                        Failure.of(
                                Failure.Kind.INPUT,
                                "TimeoutError",
                                "reading it took longer than " + limit.toSeconds() + " s"));
            }
            gate.turn(Math.min(left, 100), guests());
        }
    }

    /** The run that is to be worked for. */
    public void begin(RunSetup runSetup) {
        run = runSetup;
        try {
            Files.createDirectories(runSetup.folder().resolve("log"));
            Files.createDirectories(runSetup.folder().resolve("output"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (Seat seat : seats.values()) {
            note(seat.pid);
            if (seat.ready) {
                setUp(seat);
            }
        }
        if (supervisor != null) {
            note(supervisor.pid());
        }
    }

    /** What has happened; waits for it at most so long, or until {@link #wakeup}. */
    public List<Report> turn(Duration atMost) {
        long wait = reports.isEmpty() ? atMost.toMillis() : 0;
        gate.turn(Math.min(wait, untilNextDue()), guests());
        long now = System.nanoTime();
        reportStarted(now);
        while (!killings.isEmpty() && killings.element().nanos() <= now) {
            kill(killings.remove().job());
        }
        watchSupervisor();
        List<Report> taken = reports;
        reports = new ArrayList<>();
        return taken;
    }

    /** Ends a wait in {@link #turn}; may be called by any thread. */
    public void wakeup() {
        gate.wakeup();
    }

    @Override
    public void assign(List<Assignment> assignments) {
        for (Assignment assignment : assignments) {
            Job job = new Job(assignment, "a" + ++numbers);
            Report.Ended over = ended.get(job.key);
            if (over != null) {
                reports.add(over);
            } else if (!jobs.containsKey(job.key)) {
                jobs.put(job.key, job);
                named.put(job.name, job);
                if (assignment.action() instanceof Action.Program program) {
                    startProgram(job, program);
                } else {
                    queue.add(job);
                }
            }
        }
        handOut();
    }

    @Override
    public void stop(List<Stop> stops) {
        for (Stop stop : stops) {
            Job job = jobs.get(new Job.Key(stop.run(), stop.attempt()));
            if (job == null) {
                continue;
            }
            job.stopping = true;
            Optional<Seat> seat = seatOf(job);
            if (seat.isEmpty()) {
                queue.remove(job);
                end(job, Ending.bare(new Outcome.Cancelled("it had not begun"), Instant.now()));
            } else if (stop.grace().isZero()) {
                kill(job);
            } else {
                if (seat.get().jobs.peek() == job) {
                    sending(() -> supervisor().signal(seat.get(), SIGTERM));
                }
                killings.add(new Killing(System.nanoTime() + stop.grace().toNanos(), job));
            }
        }
        handOut();
    }

    @Override
    public void answer(List<Answer> answers) {
        for (Answer answer : answers) {
            Job job = jobs.get(new Job.Key(answer.run(), answer.body()));
            Optional<Seat> seat = job == null ? Optional.empty() : seatOf(job);
            if (job == null || seat.isEmpty() || !seat.get().parked) {
                continue;
            }
            Text text = new Text().open('[').text("answer").text(job.name).open('[');
            for (Answer.Result result : answer.results()) {
                text.open('[').text(result.key());
                Outcomes.write(text, result.outcome());
                text.close(']');
            }
            seat.get().parked = false;
            sendTo(seat.get(), text.close(']').close(']').toString());
        }
    }

    @Override
    public void recorded(RunId runId, AttemptId body, String key, Value value) {
        Job job = jobs.get(new Job.Key(runId, body));
        if (job != null) {
            seatOf(job)
                    .ifPresent(seat ->
                            sendTo(
                                    seat,
                                    new Text()
                                            .open('[')
                                            .text("recorded")
                                            .text(job.name)
                                            .text(key)
                                            .raw(value.json())
                                            .close(']')
                                            .toString()));
        }
    }

    @Override
    public void acknowledge(RunId runId, AttemptId attempt) {
        ended.remove(new Job.Key(runId, attempt));
    }

    /** Ends all that it started, and waits until nothing of it is left. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        if (supervisor != null) {
            supervisor.close();
        }
        gate.close();
    }

    // What comes over the links

    private Gate.Guests guests() {
        return new Gate.Guests() {
            @Override
            public void frame(Wire wire, byte[] frame) throws IOException {
                Seat seat = wires.get(wire);
                try (Frame reader = new Frame(frame)) {
                    String verb = reader.text();
                    if (verb.equals("hello")) {
                        hello(wire, reader);
                    } else if (seat == null) {
                        ofSupervisor(verb, reader);
                    } else {
                        ofRunner(seat, verb, reader);
                    }
                }
            }

            @Override
            public void gone(Wire wire) {
                Seat seat = wires.remove(wire);
                if (seat != null) {
                    seat.ready = false;
                    seat.leaving = true;
                    sending(() -> supervisor().signal(seat, SIGKILL));
                }
            }
        };
    }

    private void hello(Wire wire, Frame frame) throws IOException {
        frame.number();
        boolean isSupervisor = frame.text().equals("supervisor");
        String token = frame.text();
        if (isSupervisor) {
            supervisor().connected(wire);
            return;
        }
        Seat seat = seats.get(token);
        if (seat == null) {
            throw new IOException("an unknown guest");
        }
        seat.wire = wire;
        wires.put(wire, seat);
        seat.ready = true;
        failedStarts = 0;
        if (run != null) {
            setUp(seat);
        }
        handOut();
    }

    private void ofSupervisor(String verb, Frame frame) throws IOException {
        switch (verb) {
            case "began" -> {
                Seat seat = seats.get(frame.text());
                if (seat != null) {
                    seat.pid = frame.number();
                    note(seat.pid);
                }
            }
            case "refused" -> refused(frame.text(), frame.number(), frame.text());
            case "exited" -> exited(frame.text(), frame.optionalNumber(), frame.optionalNumber());
            case "favoured" -> frame.pass();
            default -> throw new IOException("the supervisor said " + verb);
        }
    }

    private void ofRunner(Seat seat, String verb, Frame frame) throws IOException {
        switch (verb) {
            case "described" -> {
                Optional<String> found = frame.optionalJson();
                described =
                        found.isPresent()
                                ? new Described.Found(found.get())
                                : new Described.Broken(Outcomes.failure(frame.json()));
            }
            case "ended" -> {
                frame.list();
                while (frame.more()) {
                    endedFrame(seat, frame);
                }
                handOut();
            }
            case "returned" -> {
                List<Job> back = new ArrayList<>();
                for (String name : frame.texts()) {
                    Job job = named.get(name);
                    if (job != null && seat.jobs.remove(job)) {
                        back.add(job);
                    }
                }
                back.reversed().forEach(queue::addFirst);
                handOut();
            }
            case "ask" -> asked(seat, frame);
            case "record" -> {
                Job job = current(frame.text());
                reports.add(
                        new Report.Recorded(
                                job.key.run(),
                                job.key.attempt(),
                                frame.text(),
                                new Value(frame.json())));
            }
            case "progress" -> {
                Job job = current(frame.text());
                reports.add(
                        new Report.Progressed(
                                job.key.run(),
                                job.key.attempt(),
                                frame.optionalDouble(),
                                frame.text()));
            }
            default -> throw new IOException("a runner said " + verb);
        }
    }

    private void asked(Seat seat, Frame frame) throws IOException {
        Job job = current(frame.text());
        var calls = Calls.read(frame);
        var await = Calls.await(frame);
        seat.parked = await.isPresent();
        reports.add(new Report.Asked(job.key.run(), job.key.attempt(), calls, await));
        if (seat.parked && idleSeat().isEmpty() && starting() == 0) {
            startRunner();
        }
    }

    private void endedFrame(Seat seat, Frame frame) throws IOException {
        frame.list();
        Job job = current(frame.text());
        Outcome outcome = Outcomes.read(frame);
        List<String> seen = frame.texts();
        List<Ending.Named> artifacts = new ArrayList<>();
        frame.list();
        while (frame.more()) {
            frame.list();
            artifacts.add(new Ending.Named(frame.text(), new Value(frame.json())));
            frame.end();
        }
        Instant started = Instant.EPOCH.plus(frame.number(), ChronoUnit.MICROS);
        long micros = frame.number();
        Optional<Ending.Log> log = Optional.empty();
        if (frame.optionalList()) {
            log = Optional.of(log(Path.of(frame.text()), frame.number(), frame.number()));
            frame.end();
        }
        frame.end();
        seat.jobs.remove(job);
        seat.parked = false;
        Job next = seat.jobs.peek();
        if (next != null) {
            next.begin(
                    started.plus(micros, ChronoUnit.MICROS),
                    System.nanoTime(),
                    log.map(Ending.Log::to).orElse(job.logFrom));
        }
        end(job, new Ending(outcome, seen, artifacts, started, micros, log));
    }

    private Job current(String name) throws IOException {
        Job job = named.get(name);
        if (job == null) {
            throw new IOException("a runner speaks of an attempt that it does not have");
        }
        return job;
    }

    private void refused(String id, long number, String why) throws IOException {
        Seat seat = seats.remove(id);
        Job job = seat == null ? null : seat.jobs.poll();
        if (job != null) {
            end(
                    job,
                    Ending.bare(
                            new Outcome.Failed(
                                    Failure.of(
                                            Failure.Kind.USER,
                                            "CannotStart",
                                            "its program cannot be started: "
                                                    + why
                                                    + " (errno "
                                                    + number
                                                    + ")")),
                            Instant.now()));
        }
    }

    private void exited(String id, Optional<Long> code, Optional<Long> signal) {
        Seat seat = seats.remove(id);
        if (seat == null) {
            return;
        }
        if (seat.wire != null) {
            wires.remove(seat.wire);
            seat.wire.close();
        }
        if (!seat.runner) {
            programOver(seat, code, signal);
        } else if (!seat.ready && !seat.leaving && seat.jobs.isEmpty()) {
            startFailed(seat);
        } else {
            Job job = seat.jobs.poll();
            if (job != null) {
                end(job, died(job, seat, new Outcome.Failed(Deaths.failure(code, signal))));
            }
            while (!seat.jobs.isEmpty()) {
                queue.addFirst(seat.jobs.removeLast());
            }
        }
        handOut();
    }

    private void startFailed(Seat seat) {
        failedStarts++;
        Job job = failedStarts >= STARTS_MAX ? queue.poll() : null;
        if (job != null) {
            end(
                    job,
                    Ending.bare(
                            new Outcome.Lost("no Python runner comes up: " + lastLine(seat.log)),
                            Instant.now()));
        }
    }

    private void programOver(Seat seat, Optional<Long> code, Optional<Long> signal) {
        Job job = seat.jobs.poll();
        if (job == null) {
            return;
        }
        Outcome outcome =
                signal.isPresent()
                        ? new Outcome.Failed(Deaths.failure(code, signal))
                        : Programs.outcome(
                                Math.toIntExact(code.orElse(1L)), output(job), lastLine(seat.log));
        end(job, died(job, seat, outcome));
    }

    /** The end of an attempt whose process is gone. */
    private Ending died(Job job, Seat seat, Outcome outcome) {
        long to = seat.written();
        Instant began = job.began.orElse(Instant.now());
        Outcome judged =
                job.stopping && outcome instanceof Outcome.Failed
                        ? new Outcome.Cancelled("it was stopped")
                        : outcome;
        return new Ending(
                judged,
                List.of(),
                List.of(),
                began,
                (System.nanoTime() - job.beganNanos) / 1000,
                to > job.logFrom ? Optional.of(log(seat.log, job.logFrom, to)) : Optional.empty());
    }

    private void end(Job job, Ending ending) {
        jobs.remove(job.key);
        named.remove(job.name);
        long nanos = ending.micros() * 1000;
        if (!job.reported && job.began.isPresent() && nanos >= STARTED_AFTER) {
            reports.add(new Report.Started(job.key.run(), job.key.attempt(), job.began.get()));
        }
        Report.Ended report = new Report.Ended(job.key.run(), job.key.attempt(), ending);
        ended.put(job.key, report);
        reports.add(report);
    }

    // Handing out

    /**
     * Gives what is queued to runners that can begin it, and starts runners where some are short.
     */
    private void handOut() {
        while (!queue.isEmpty()) {
            Optional<Seat> seat = idleSeat();
            if (seat.isEmpty()) {
                break;
            }
            List<Job> batch = new ArrayList<>();
            batch.add(queue.remove());
            int share = share();
            while (batch.size() < share
                    && !queue.isEmpty()
                    && batch.getFirst().assignment.brief()
                    && queue.element().assignment.brief()) {
                batch.add(queue.remove());
            }
            give(seat.get(), batch);
        }
        int working = 0;
        for (Seat seat : seats.values()) {
            if (seat.runner && !seat.parked && !seat.leaving) {
                working++;
            }
        }
        for (int i = starting(); i < queue.size() && working < setup.slots(); i++, working++) {
            startRunner();
        }
    }

    /** How many brief jobs one frame may carry, so that all runners have some. */
    private int share() {
        int each = (queue.size() + setup.slots()) / setup.slots();
        return Math.max(1, Math.min(BRIEF_FRAME, each));
    }

    private void give(Seat seat, List<Job> batch) {
        Text text = new Text().open('[').text("tasks").open('[');
        long at = seat.written();
        for (Job job : batch) {
            seat.jobs.add(job);
            task(text, job);
        }
        batch.getFirst().begin(Instant.now(), System.nanoTime(), at);
        sendTo(seat, text.close(']').close(']').toString());
    }

    private void task(Text text, Job job) {
        Assignment assignment = job.assignment;
        if (!(assignment.action() instanceof Action.Python python)) {
            throw new IllegalStateException("a program is not given to a runner");
        }
        text.open('[')
                .text(job.name)
                .text(assignment.attempt().node().text())
                .number(assignment.attempt().number())
                .text(original(python.file()))
                .text(python.function())
                .open('[');
        for (Argument input : assignment.inputs()) {
            text.open('[')
                    .text(input.name())
                    .raw(input.value().json())
                    .text(
                            switch (input.spread()) {
                                case NAMED -> "n";
                                case LIST -> "*";
                                case OBJECT -> "**";
                            })
                    .close(']');
        }
        text.close(']').open('{');
        for (Map.Entry<NodePath, Value> result : assignment.results().entrySet()) {
            text.name(result.getKey().text()).raw(result.getValue().json());
        }
        text.close('}')
                .raw(Double.toString(assignment.resources().milliCpus() / 1000.0))
                .close(']');
    }

    private String original(String file) {
        for (RunSetup.Module module : run().code()) {
            if (module.file().equals(file)) {
                return module.original().toString();
            }
        }
        return file;
    }

    private void startProgram(Job job, Action.Program program) {
        RunSetup here = run();
        String file = safe(job.key.attempt().node().text()) + "." + job.key.attempt().number();
        Seat seat =
                new Seat(
                        "p" + ++numbers,
                        here.folder().resolve("log").resolve(file + ".log"),
                        false);
        try {
            Files.deleteIfExists(output(job));
            Map<String, String> variables =
                    Programs.environment(job.assignment, program, setup.environment(), output(job));
            seats.put(seat.id, seat);
            seat.jobs.add(job);
            job.begin(Instant.now(), System.nanoTime(), seat.written());
            supervisor().start(seat, program.argv(), variables, here.cwd());
        } catch (Programs.Unfit e) {
            end(
                    job,
                    Ending.bare(
                            new Outcome.Failed(
                                    Failure.of(
                                            Failure.Kind.LIMIT,
                                            "BadInput",
                                            String.valueOf(e.getMessage()))),
                            Instant.now()));
        } catch (IOException e) {
            seats.remove(seat.id);
            end(job, Ending.bare(new Outcome.Lost("no room for its files: " + e), Instant.now()));
        }
    }

    private Path output(Job job) {
        return run().folder()
                .resolve("output")
                .resolve(
                        safe(job.key.attempt().node().text())
                                + "."
                                + job.key.attempt().number()
                                + ".json");
    }

    /** A path of a node as a name of a file; unlike paths have unlike names. */
    private static String safe(String path) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if ((c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '-'
                    || c == '_'
                    || c == '['
                    || c == ']') {
                name.append(c);
            } else {
                name.append('=').append(Integer.toHexString(c)).append('=');
            }
        }
        return name.length() <= 150
                ? name.toString()
                : name.substring(0, 130)
                        + "="
                        + Integer.toHexString(path.hashCode())
                        + path.length();
    }

    // Seats

    private Seat startRunner() {
        String id = "r" + ++numbers;
        Path folder = run == null ? setup.log() : run.folder().resolve("log").resolve(id + ".log");
        Seat seat = new Seat(id, folder, true);
        seats.put(id, seat);
        sending(() -> supervisor().startRunner(seat, setup.cwd()));
        return seat;
    }

    private Optional<Seat> idleSeat() {
        Seat best = null;
        for (Seat seat : seats.values()) {
            if (seat.runner && seat.idle() && (best == null || older(seat, best))) {
                best = seat;
            }
        }
        return Optional.ofNullable(best);
    }

    private static boolean older(Seat seat, Seat other) {
        return seat.id.length() != other.id.length()
                ? seat.id.length() < other.id.length()
                : seat.id.compareTo(other.id) < 0;
    }

    private int starting() {
        int count = 0;
        for (Seat seat : seats.values()) {
            if (seat.runner && !seat.ready && !seat.leaving) {
                count++;
            }
        }
        return count;
    }

    private Optional<Seat> seatOf(Job job) {
        for (Seat seat : seats.values()) {
            if (seat.jobs.contains(job)) {
                return Optional.of(seat);
            }
        }
        return Optional.empty();
    }

    private void setUp(Seat seat) {
        RunSetup here = run();
        Text text =
                new Text()
                        .open('[')
                        .text("setup")
                        .open('{')
                        .name("run")
                        .text(here.run().text())
                        .name("flow")
                        .text(here.flow())
                        .name("home")
                        .text(here.home().toString())
                        .name("code")
                        .open('[');
        for (RunSetup.Module module : here.code()) {
            text.open('[')
                    .text(module.name())
                    .text(module.original().toString())
                    .text(module.snapshot().toString())
                    .close(']');
        }
        text.close(']').name("path").open('[');
        here.path().forEach(folder -> text.text(folder.toString()));
        text.close(']')
                .name("cwd")
                .text(here.cwd().toString())
                .name("artifacts")
                .text(here.artifacts().toString())
                .name("threads")
                .number(1)
                .close('}')
                .close(']');
        sendTo(seat, text.toString());
    }

    private RunSetup run() {
        RunSetup here = run;
        if (here == null) {
            throw new IllegalStateException("no run has begun");
        }
        return here;
    }

    // Time

    private long untilNextDue() {
        long now = System.nanoTime();
        long due = Long.MAX_VALUE;
        for (Seat seat : seats.values()) {
            Job job = seat.jobs.peek();
            if (job != null && !job.reported && job.began.isPresent()) {
                due = Math.min(due, job.beganNanos + STARTED_AFTER - now);
            }
        }
        if (!killings.isEmpty()) {
            due = Math.min(due, killings.element().nanos() - now);
        }
        return due == Long.MAX_VALUE ? due : Math.max(0, due / 1_000_000 + 1);
    }

    private void reportStarted(long now) {
        for (Seat seat : seats.values()) {
            Job job = seat.jobs.peek();
            if (job != null
                    && !job.reported
                    && job.began.isPresent()
                    && now - job.beganNanos >= STARTED_AFTER) {
                job.reported = true;
                reports.add(new Report.Started(job.key.run(), job.key.attempt(), job.began.get()));
            }
        }
    }

    private void kill(Job job) {
        if (jobs.get(job.key) == job && !job.killed) {
            seatOf(job)
                    .ifPresent(seat -> {
                        job.killed = true;
                        sending(() -> supervisor().signal(seat, SIGKILL));
                    });
        }
    }

    /** Without its supervisor nothing of a worker can be trusted any more. */
    private void watchSupervisor() {
        if (supervisor != null && !supervisor.alive() && !seats.isEmpty()) {
            List<Job> lost = new ArrayList<>();
            seats.values().forEach(seat -> lost.addAll(seat.jobs));
            wires.keySet().forEach(Wire::close);
            wires.clear();
            seats.clear();
            supervisor = null;
            lost.forEach(job ->
                    end(
                            job,
                            Ending.bare(
                                    new Outcome.Lost("its supervisor died"),
                                    job.began.orElse(Instant.now()))));
            handOut();
        }
    }

    // Odds and ends

    private Supervisor supervisor() throws IOException {
        if (supervisor == null) {
            supervisor = new Supervisor(setup, gate.socket);
            if (run != null) {
                note(supervisor.pid());
            }
        }
        return supervisor;
    }

    private void sendTo(Seat seat, String frame) {
        Wire wire = seat.wire;
        if (wire != null) {
            sending(() -> wire.send(frame));
        }
    }

    /** What cannot be sent is lost with its process, of which the supervisor tells. */
    private static void sending(Sending sending) {
        try {
            sending.send();
        } catch (IOException e) {
            // see above
        }
    }

    private Ending.Log log(Path file, long from, long to) {
        RunSetup here = run();
        Path absolute = file.toAbsolutePath();
        return new Ending.Log(
                absolute.startsWith(here.folder())
                        ? here.folder().relativize(absolute).toString()
                        : absolute.toString(),
                from,
                to);
    }

    /**
     * Writes down that this process is of the run, so that a later controller can prove it dead.
     */
    private void note(long pid) {
        RunSetup here = run;
        if (here == null || pid == 0) {
            return;
        }
        Optional<Instant> started =
                ProcessHandle.of(pid).flatMap(handle -> handle.info().startInstant());
        Function<Instant, String> line = at -> pid + " " + at.toEpochMilli() + "\n";
        try {
            Files.writeString(
                    here.folder().resolve("processes"),
                    started.map(line).orElse(pid + " 0\n"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            // without it a resume relies on the supervisor alone
        }
    }

    private static String lastLine(Path log) {
        try {
            List<String> lines =
                    new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> !line.isBlank())
                            .toList();
            return lines.isEmpty() ? "" : lines.getLast();
        } catch (IOException e) {
            return "";
        }
    }
}
