package dev.headrace.runtime.sim;

import dev.headrace.runtime.sim.Program.How;
import dev.headrace.runtime.sim.Program.Manner;
import dev.headrace.spec.run.Argument;
import dev.headrace.spec.run.Call;
import dev.headrace.spec.run.Ending;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Tuning;
import dev.headrace.spec.run.Value;
import dev.headrace.spec.run.WaitLimit;
import dev.headrace.spi.worker.Answer;
import dev.headrace.spi.worker.Assignment;
import dev.headrace.spi.worker.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One attempt at a worker: user code on its way, line by line. */
final class Execution {
    final Assignment assignment;
    final SimWorker worker;
    private final World world;
    private final Program program;
    private final Map<String, Outcome> answers = new HashMap<>();
    private final List<Call> unsent = new ArrayList<>();
    private final Set<String> looked = new TreeSet<>();
    private Optional<Step.Await> waiting = Optional.empty();
    private Optional<Step.AwaitFor> limited = Optional.empty();
    private int timed;
    private boolean overdue;
    private Optional<Strands> strands = Optional.empty();
    private final Set<String> watched = new TreeSet<>();
    private final Set<String> heard = new TreeSet<>();
    private int rests;
    private Optional<String> remembering = Optional.empty();
    private Instant began = Instant.EPOCH;
    private int line;
    private int mixed;
    private boolean running;
    private boolean said;
    private boolean stopping;
    private boolean over;

    Execution(Assignment assignment, SimWorker worker) {
        this.assignment = assignment;
        this.worker = worker;
        this.world = worker.world;
        this.program = world.book.page(assignment.run()).scenario.program(assignment.action());
    }

    NodePath node() {
        return assignment.attempt().node();
    }

    boolean busy() {
        return running
                && !over
                && waiting.isEmpty()
                && limited.isEmpty()
                && strands.filter(Strands::resting).isEmpty();
    }

    /** Whether it went on when its time to wait was over, be there cpus for it or not. */
    boolean overdue() {
        return overdue;
    }

    boolean over() {
        return over;
    }

    boolean stopping() {
        return stopping;
    }

    @Override
    public String toString() {
        return assignment.run() + " " + assignment.attempt() + " at " + worker.id;
    }

    /** Its worker is gone, and it with it. */
    void die() {
        over = true;
    }

    void begin() {
        if (over) {
            return;
        }
        running = true;
        began = world.now();
        world.laws.forEach(law -> law.began(this));
        if (program.millis() >= 10 || !program.steps().isEmpty() || worker.dice.percent(50)) {
            started();
        }
        mixed = program.start(assignment.inputs().stream().map(this::text).toList());
        later(program.steps().isEmpty() ? program.millis() : 0, this::go);
    }

    private void started() {
        if (!said) {
            said = true;
            worker.say(new Report.Started(assignment.run(), assignment.attempt(), began));
        }
    }

    private String text(Argument argument) {
        if (argument.holes().isEmpty()) {
            return argument.value().json();
        }
        return Optional.ofNullable(assignment.results().get(argument.holes().getFirst()))
                .map(Value::json)
                .orElse("missing");
    }

    void later(int millis, Runnable what) {
        world.in(
                Duration.ofMillis(millis),
                () -> worker.id + " runs " + assignment.attempt(),
                () -> {
                    if (!over) {
                        what.run();
                    }
                });
    }

    private void go() {
        while (line < program.steps().size()) {
            Step step = program.steps().get(line);
            switch (step) {
                case Step.Submit submit -> submit(submit);
                case Step.Work(int millis) -> {
                    line++;
                    later(millis, this::go);
                    return;
                }
                case Step.Remember(String key) -> {
                    line++;
                    remembering = Optional.of(key);
                    worker.say(
                            new Report.Recorded(
                                    assignment.run(),
                                    assignment.attempt(),
                                    key,
                                    new Value(String.valueOf(worker.dice.below(1 << 30)))));
                    return;
                }
                case Step.Fork fork -> {
                    if (!unsent.isEmpty()) {
                        ask(Optional.empty());
                    }
                    strands = Optional.of(new Strands(this, fork, watched, heard));
                    strands.get().begin();
                    return;
                }
                case Step.AwaitFor await -> {
                    timed++;
                    String key = "timeout#" + timed;
                    if (assignment.recorded().containsKey(key)) {
                        world.counters.add("wait given up, replayed");
                    } else if (!unsent.isEmpty() || !answers.keySet().containsAll(await.keys())) {
                        overdue = false;
                        limited = Optional.of(await);
                        ask(
                                Optional.of(
                                        new Report.Await(
                                                await.keys(),
                                                true,
                                                Optional.of(
                                                        new WaitLimit(
                                                                Duration.ofMillis(await.millis()),
                                                                key)))));
                        return;
                    }
                }
                case Step.Cancel(var keys) -> {
                    if (!unsent.isEmpty()) {
                        ask(Optional.empty());
                    }
                    world.laws.forEach(law -> law.cancelled(this, keys));
                    worker.say(
                            new Report.CallsCancelled(
                                    assignment.run(), assignment.attempt(), keys));
                }
                case Step.Await await -> {
                    if (!unsent.isEmpty() || !satisfied(await)) {
                        overdue = false;
                        ask(Optional.of(new Report.Await(await.keys(), await.all())));
                        waiting = Optional.of(await);
                        return;
                    }
                    if (!look(await)) {
                        return;
                    }
                }
            }
            line++;
        }
        if (!unsent.isEmpty()) {
            ask(Optional.empty());
        }
        later(program.steps().isEmpty() ? 0 : program.millis(), this::end);
    }

    private void submit(Step.Submit submit) {
        int literal =
                submit.fickle() && assignment.attempt().number() > 1
                        ? submit.literal() + 1000
                        : submit.literal();
        List<Argument> inputs = new ArrayList<>();
        inputs.add(Argument.of("x", new Value(String.valueOf(literal))));
        for (String hole : submit.holes()) {
            NodePath path = node().child(hole);
            inputs.add(
                    new Argument(
                            "h" + inputs.size(),
                            new Value("{\"$\":\"ref\",\"task\":\"" + path + "\"}"),
                            List.of(path),
                            Argument.Spread.NAMED));
        }
        Call call =
                new Call(
                        submit.key(),
                        submit.template(),
                        inputs,
                        String.valueOf(literal),
                        "c0de",
                        "flow.py:" + line,
                        Tuning.NONE);
        world.laws.forEach(law -> law.called(this, call));
        unsent.add(call);
        if (submit.apart()) {
            ask(Optional.empty());
        }
    }

    World world() {
        return world;
    }

    void say(Report report) {
        worker.say(report);
    }

    void submitApart(Step.Submit submit) {
        submit(submit);
        if (!unsent.isEmpty()) {
            ask(Optional.empty());
        }
    }

    /** Which of its rests was the last. */
    int rests() {
        return rests;
    }

    void rest(int told) {
        rests++;
        world.counters.add("body of several strands rested");
        say(new Report.Rests(assignment.run(), assignment.attempt(), rests, told));
    }

    /** It rests no more; roused, be there cpus for it or not. */
    void wentOn(boolean roused) {
        overdue = roused;
    }

    /** All strands are at their end. */
    void joined(List<Integer> values, Optional<String> raised) {
        strands = Optional.empty();
        if (raised.isPresent()) {
            raise(raised.get());
            return;
        }
        for (int value : values) {
            mixed = Program.mix(mixed, value);
        }
        line++;
        go();
    }

    private void ask(Optional<Report.Await> await) {
        worker.say(
                new Report.Asked(
                        assignment.run(), assignment.attempt(), List.copyOf(unsent), await));
        unsent.clear();
    }

    boolean satisfied(Step.Await await) {
        if (await.keys().stream().anyMatch(this::refused)) {
            return true;
        }
        return await.all()
                ? answers.keySet().containsAll(await.keys())
                : await.keys().stream().anyMatch(answers::containsKey);
    }

    private boolean refused(String key) {
        return answers.get(key) instanceof Outcome.Failed(Failure failure)
                && (failure.kind() == Failure.Kind.DIVERGED
                        || failure.kind() == Failure.Kind.LIMIT);
    }

    void answer(Answer answer) {
        if (over) {
            return;
        }
        for (Answer.Result result : answer.results()) {
            answers.put(result.key(), result.outcome());
        }
        if (strands.isPresent()) {
            Strands several = strands.get();
            boolean rested = several.resting();
            several.answer(answer);
            if (rested && !over && busy()) {
                world.laws.forEach(law -> law.wentOn(this));
            }
        } else if (limited.isPresent()) {
            boolean lapsed = answer.results().isEmpty();
            List<String> keys = limited.get().keys();
            if (lapsed
                    || answers.keySet().containsAll(keys)
                    || keys.stream().anyMatch(this::refused)) {
                limited = Optional.empty();
                overdue = lapsed;
                world.laws.forEach(law -> law.wentOn(this));
                line++;
                go();
            }
        } else if (waiting.isEmpty()) {
            world.counters.add("answer of a body doubled");
        } else if (satisfied(waiting.get())) {
            Step.Await await = waiting.get();
            waiting = Optional.empty();
            world.laws.forEach(law -> law.wentOn(this));
            if (look(await)) {
                line++;
                go();
            }
        }
    }

    /** Whether it goes on after this. */
    private boolean look(Step.Await await) {
        Seen seen = seen(await, mixed);
        mixed = seen.mixed();
        seen.raised().ifPresent(this::raise);
        return seen.raised().isEmpty();
    }

    /** What came of a look at calls: their values, mixed with those before, or what it raised. */
    record Seen(int mixed, Optional<String> raised) {}

    Seen seen(Step.Await await, int before) {
        int seen = before;
        if (!await.all()) {
            return new Seen(seen, Optional.empty());
        }
        for (String key : await.keys()) {
            Outcome outcome = answers.get(key);
            if (outcome == null && await.keys().stream().anyMatch(this::refused)) {
                continue; // the refused one says more
            }
            looked.add(key);
            if (outcome instanceof Outcome.Succeeded(Value value)) {
                seen = Program.mix(seen, value.json().hashCode());
            } else if (await.caught()
                    && outcome instanceof Outcome.Failed(Failure failure)
                    && failure.type().equals("Always")
                    && failure.kind() != Failure.Kind.DIVERGED) {
                seen = Program.mix(seen, 7);
            } else {
                return new Seen(
                        seen,
                        Optional.of(
                                outcome instanceof Outcome.Failed(Failure failure)
                                        ? failure.type()
                                        : "Skipped"));
            }
        }
        return new Seen(seen, Optional.empty());
    }

    void recorded(String key, Value value) {
        if (over) {
            return;
        }
        world.laws.forEach(law -> law.recorded(this, key, value));
        if (remembering.equals(Optional.of(key))) {
            remembering = Optional.empty();
            go();
        }
    }

    private void end() {
        switch (program.manner()) {
            case Manner.Fine() -> succeed();
            case Manner.Always() -> raise("Always");
            case Manner.Times(int count, How how) -> {
                if (world.wrong(assignment.run(), node()) >= count) {
                    succeed();
                } else {
                    wentWrong(how);
                }
            }
        }
    }

    private void wentWrong(How how) {
        world.goWrong(assignment.run(), node());
        switch (how) {
            case RAISES -> raise("Flaky");
            case CRASHES ->
                    finish(new Outcome.Failed(Failure.of(Failure.Kind.CRASH, "SIGKILL", "killed")));
            case HANGS -> started();
        }
    }

    private void raise(String type) {
        finish(new Outcome.Failed(Failure.of(Failure.Kind.USER, type, "as it was written")));
    }

    private void succeed() {
        boolean inVain = Sensing.inVain(world, program, assignment.run(), node());
        finish(new Outcome.Succeeded(new Value(inVain ? "false" : program.value(mixed))));
    }

    private void finish(Outcome outcome) {
        world.laws.forEach(law -> law.tookEffect(this));
        if (stopping) {
            world.counters.add("ended by itself while stopped");
        }
        over(outcome);
    }

    private void over(Outcome outcome) {
        over = true;
        long micros =
                program.steps().isEmpty() && program.millis() == 0
                        ? 300
                        : Duration.between(began, world.now()).toNanos() / 1000;
        worker.ended(
                this,
                new Ending(
                        outcome,
                        List.copyOf(looked),
                        outcome instanceof Outcome.Succeeded ? artifacts() : List.of(),
                        running ? began : world.now(),
                        micros,
                        Optional.empty(),
                        Endless.again(assignment, outcome)));
    }

    /** What may be taken from a cache gives a name to some content. */
    private List<Ending.Named> artifacts() {
        if (!world.book.page(assignment.run()).scenario.cached(assignment.action())) {
            return List.of();
        }
        String digest = String.format(Locale.ROOT, "sha256:%064x", mixed);
        world.contents.add(digest);
        world.gone.remove(digest);
        return List.of(
                new Ending.Named(
                        "made", new Value("{\"$\":\"stored\",\"digest\":\"" + digest + "\"}")));
    }

    void stop(Duration grace) {
        if (over || (stopping && !grace.isZero())) {
            return;
        }
        if (stopping) {
            world.counters.add("killed while it was ending");
        }
        stopping = true;
        if (!running) {
            world.counters.add("stopped before it began");
            over(new Outcome.Cancelled("it never began"));
            return;
        }
        later(
                worker.dice.below((int) Math.min(grace.toMillis(), 10_000) + 1),
                () -> over(new Outcome.Cancelled("it was stopped")));
    }
}
