package dev.headrace.testkit.worker;

import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.Ending;
import dev.headrace.spi.worker.Report;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;

/** Turns a worker and keeps what it says. */
public final class Reports {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration ONCE = Duration.ofMillis(200);

    private final Function<Duration, List<Report>> turn;
    private final List<Report> said = new ArrayList<>();

    public Reports(Function<Duration, List<Report>> turn) {
        this.turn = turn;
    }

    /** All that was said so far. */
    public List<Report> said() {
        return List.copyOf(said);
    }

    /** Forgets what was said. */
    public void clear() {
        said.clear();
    }

    /** Turns the worker until this holds. */
    public void until(BooleanSupplier holds) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited for too long; it said " + said);
            }
            said.addAll(turn.apply(ONCE));
        }
    }

    /** The first report of this kind, turning the worker until it is there. */
    public <R extends Report> R await(Class<R> kind, Predicate<R> wanted) {
        until(() -> find(kind, wanted).isPresent());
        return find(kind, wanted).orElseThrow();
    }

    public <R extends Report> Optional<R> find(Class<R> kind, Predicate<R> wanted) {
        return said.stream().filter(kind::isInstance).map(kind::cast).filter(wanted).findFirst();
    }

    /** How this attempt ended, turning the worker until it has. */
    public Ending end(AttemptId attempt) {
        return await(Report.Ended.class, ended -> ended.attempt().equals(attempt)).ending();
    }

    public long count(Predicate<Report> wanted) {
        return said.stream().filter(wanted).count();
    }
}
