package dev.headrace.adapters.local.worker;

import dev.headrace.adapters.local.link.Frame;
import dev.headrace.adapters.local.link.Listener;
import dev.headrace.adapters.local.link.Text;
import dev.headrace.adapters.local.link.Wire;
import dev.headrace.spec.run.Ending;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Value;
import dev.headrace.spi.worker.Answer;
import dev.headrace.spi.worker.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A warm Python process beside the user's code (docs/protocol.md §1.2). */
final class Runner implements Host, Listener {
    private final String id;
    private final RunnerLog log;
    private final Jobs jobs;
    private final Runners pool;

    /** What it has been given and has not ended, in the order in which it does it. */
    private final Deque<Job> held = new ArrayDeque<>();

    private @Nullable Wire wire;
    private boolean worked;
    private boolean parked;
    private boolean called;

    /** Whether several wait in what it runs: it hears of what is over while it goes on. */
    private boolean watching;

    private boolean doomed;
    private String broken = "";

    Runner(String id, RunnerLog log, Jobs jobs, Runners pool) {
        this.id = id;
        this.log = log;
        this.jobs = jobs;
        this.pool = pool;
    }

    @Override
    public String id() {
        return id;
    }

    RunnerLog log() {
        return log;
    }

    /** Whether it has not said hello yet. */
    boolean isComing() {
        return wire == null && broken.isEmpty() && !doomed;
    }

    boolean isIdle() {
        return wire != null && held.isEmpty() && !doomed;
    }

    /** Whether it occupies a cpu. */
    boolean isWorking() {
        return !held.isEmpty() && !parked;
    }

    /** Whether it waits, or what it runs calls tasks, so that others are wanted beside it. */
    boolean wantsOthers() {
        return called && !held.isEmpty();
    }

    boolean holdsMany() {
        return held.size() > 1;
    }

    @Override
    public boolean does(Job job) {
        return held.peek() == job;
    }

    // What is said to it

    /** It is being killed: nothing more is for it. */
    void doom() {
        doomed = true;
    }

    void connected(Wire link) {
        wire = link;
        link.listen(this);
    }

    void send(String frame) {
        Wire link = wire;
        if (link != null) {
            link.send(frame);
        }
    }

    /**
     * Has it run these in order; it must be idle.
     *
     * @return false if it went while it was idle, and does not get them
     */
    boolean give(List<Job> batch, Tasks tasks) {
        Wire link = wire;
        if (link == null || !link.send(tasks.frame(batch))) {
            doomed = true;
            return false;
        }
        worked = true;
        called = false;
        for (Job job : batch) {
            job.host = this;
            held.add(job);
        }
        jobs.begin(batch.getFirst(), Instant.now(), log.end());
        return true;
    }

    void answer(Job job, List<Answer.Result> results) {
        if (!(parked || watching) || !does(job)) {
            return;
        }
        Text text = new Text().open('[').text("answer").text(job.name).open('[');
        for (Answer.Result result : results) {
            text.open('[').text(result.key());
            Outcomes.write(text, result.outcome());
            if (watching) {
                text.number(result.settled());
            }
            text.close(']');
        }
        parked = false;
        send(text.close(']').close(']').toString());
    }

    void recorded(Job job, String key, Value value) {
        Text text = new Text().open('[').text("recorded").text(job.name).text(key);
        send(text.raw(value.json()).close(']').toString());
    }

    /** Lets it end by itself, if user code may have left something to do at the end. */
    boolean sayBye() {
        if (worked && isIdle()) {
            send("[\"bye\"]");
            return true;
        }
        return false;
    }

    // What it says

    @Override
    public void frame(String verb, Frame frame) throws IOException {
        switch (verb) {
            case "ended" -> {
                frame.list();
                while (frame.more()) {
                    ended(frame);
                }
                pool.handOut();
            }
            case "returned" -> returned(frame.texts());
            case "ask" -> asked(frame);
            case "cancel" -> {
                Job job = jobs.of(this, frame.text());
                jobs.say(
                        new Report.CallsCancelled(job.key.run(), job.key.attempt(), frame.texts()));
            }
            case "watch" -> {
                Job job = jobs.of(this, frame.text());
                watching = true;
                jobs.say(new Report.Watching(job.key.run(), job.key.attempt(), frame.texts()));
            }
            case "rest" -> {
                Job job = jobs.of(this, frame.text());
                int nth = Math.toIntExact(frame.number());
                int heard = Math.toIntExact(frame.number());
                parked = true;
                jobs.say(new Report.Rests(job.key.run(), job.key.attempt(), nth, heard));
                pool.handOut();
            }
            case "rouse" -> {
                Job job = jobs.of(this, frame.text());
                int nth = Math.toIntExact(frame.number());
                jobs.say(
                        new Report.Roused(
                                job.key.run(), job.key.attempt(), nth, frame.optionalText()));
            }
            case "record" -> {
                Job job = jobs.of(this, frame.text());
                jobs.say(
                        new Report.Recorded(
                                job.key.run(),
                                job.key.attempt(),
                                frame.text(),
                                new Value(frame.json())));
            }
            case "progress" -> {
                Job job = jobs.of(this, frame.text());
                jobs.say(
                        new Report.Progressed(
                                job.key.run(),
                                job.key.attempt(),
                                frame.optionalDouble(),
                                frame.text()));
            }
            case "described" -> {
                Optional<String> found = frame.optionalJson();
                pool.described(
                        found.isPresent()
                                ? new Described.Found(found.get())
                                : new Described.Broken(Outcomes.failure(frame.json())));
            }
            default -> throw new IOException("it said " + verb + ", which is no verb");
        }
    }

    private void asked(Frame frame) throws IOException {
        Job job = jobs.of(this, frame.text());
        var calls = Calls.read(frame);
        var await = Calls.await(frame);
        called = true;
        parked = await.isPresent();
        jobs.say(new Report.Asked(job.key.run(), job.key.attempt(), calls, await));
        pool.handOut();
    }

    private void returned(List<String> names) throws IOException {
        List<Job> back = new ArrayList<>();
        for (String name : names) {
            Job job = jobs.of(this, name);
            held.remove(job);
            job.host = null;
            back.add(job);
        }
        pool.takeBack(back);
    }

    private void ended(Frame frame) throws IOException {
        frame.list();
        Job job = jobs.of(this, frame.text());
        Outcomes.Came came = Outcomes.read(frame);
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
        Optional<Ending.Log> part = Optional.empty();
        if (frame.optionalList()) {
            frame.pass();
            part = log.part(frame.number(), frame.number());
            frame.end();
        }
        frame.end();
        held.remove(job);
        parked = false;
        watching = false;
        Job next = held.peek();
        if (next != null) {
            jobs.begin(next, started.plus(micros, ChronoUnit.MICROS), log.end());
        }
        jobs.end(
                job,
                new Ending(came.outcome(), seen, artifacts, started, micros, part, came.again()));
    }

    // How it ends

    @Override
    public void gone(String why) {
        broken = why;
        wire = null;
        pool.kill(this);
    }

    @Override
    public Path writesTo() {
        return log.written();
    }

    @Override
    public void began(long pid) {}

    @Override
    public void refused(long errno, String why) {
        pool.failed(this, why);
    }

    @Override
    public void exited(Exit exit) {
        Wire link = wire;
        if (link != null) {
            link.drain();
            link.close();
        }
        boolean came = link != null || !broken.isEmpty();
        wire = null;
        Failure death = death(exit);
        bury(death);
        if (came) {
            pool.left(this, death);
        } else {
            pool.failed(this, LastLine.of(log.written()));
        }
    }

    @Override
    public void lost(String why) {
        Wire link = wire;
        if (link != null) {
            link.close();
        }
        wire = null;
        broken = why;
        for (Job job : List.copyOf(held)) {
            jobs.end(job, new Outcome.Lost(why));
        }
        held.clear();
        pool.left(this, Failure.of(Failure.Kind.CRASH, "Lost", why));
    }

    private Failure death(Exit exit) {
        return broken.isEmpty() || broken.equals(Wire.CLOSED)
                ? Deaths.failure(exit)
                : Failure.of(Failure.Kind.CRASH, "LinkBroken", "its process was ended: " + broken);
    }

    /**
     * What becomes of its attempts when it has died. Of several nobody knows which one it was: they
     * count as lost, and are run alone from then on.
     */
    private void bury(Failure death) {
        if (held.size() == 1) {
            Job job = held.remove();
            Outcome outcome =
                    job.stopping
                            ? new Outcome.Cancelled("it was stopped")
                            : new Outcome.Failed(death);
            jobs.end(job, outcome, log.rest(job.logFrom));
            return;
        }
        List<Job> suspects = List.copyOf(held);
        held.clear();
        for (Job job : suspects) {
            pool.suspect(job);
            jobs.end(
                    job,
                    job.stopping
                            ? new Outcome.Cancelled("it was stopped")
                            : new Outcome.Lost("the runner that had it died: " + death.message()));
        }
    }
}
