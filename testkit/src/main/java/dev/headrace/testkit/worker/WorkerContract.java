package dev.headrace.testkit.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.spec.flow.Resources;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.Ending;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.RunId;
import dev.headrace.spi.worker.Assignment;
import dev.headrace.spi.worker.Report;
import dev.headrace.spi.worker.Stop;
import dev.headrace.spi.worker.Worker;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of {@link Worker}: a worker's own test class extends this one. */
public abstract class WorkerContract {
    protected static final RunId RUN = new RunId("run00001");
    protected static final AttemptId A = attempt("a");
    protected static final AttemptId B = attempt("b");
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(50);

    private WorkerPlace place;
    private Reports reports;

    /** A place of this test's own, where the run {@link #RUN} has begun. */
    protected abstract WorkerPlace place() throws Exception;

    @BeforeEach
    void come() throws Exception {
        place = place();
        reports = new Reports(place::turn);
    }

    @AfterEach
    void leave() throws Exception {
        place.close();
    }

    protected static AttemptId attempt(String name) {
        return new AttemptId(NodePath.ROOT.child(name), 1);
    }

    private Assignment assignment(AttemptId attempt, Deed deed, long epoch) {
        return new Assignment(
                RUN,
                attempt,
                epoch,
                place.action(deed),
                Resources.ONE_CPU,
                List.of(),
                new TreeMap<>(),
                false);
    }

    private void assign(AttemptId attempt, Deed deed) {
        place.worker().assign(List.of(assignment(attempt, deed, 1)));
    }

    private void stop(AttemptId attempt, Duration grace) {
        place.worker().stop(List.of(new Stop(RUN, attempt, grace)));
    }

    private void untilBegun(AttemptId attempt) {
        reports.until(() -> place.begun(attempt) > 0);
    }

    private long ends(AttemptId attempt) {
        return reports.count(
                report -> report instanceof Report.Ended ended && ended.attempt().equals(attempt));
    }

    @Test
    void it_joins_before_it_says_anything_else() {
        assign(A, Deed.SUCCEEDS);
        reports.end(A);
        assertThat(reports.said().getFirst()).isInstanceOf(Report.Joined.class);
    }

    @Test
    void what_succeeds_is_said_to_have_succeeded() {
        assign(A, Deed.SUCCEEDS);
        assertThat(reports.end(A).outcome()).isInstanceOf(Outcome.Succeeded.class);
        assertThat(place.begun(A)).isEqualTo(1);
    }

    @Test
    void what_fails_says_so_itself() {
        assign(A, Deed.FAILS);
        assertThat(failure(reports.end(A)).kind()).isEqualTo(Failure.Kind.USER);
    }

    @Test
    void a_crash_is_named_by_its_signal_and_harms_no_neighbour() {
        place.worker()
                .assign(List.of(assignment(A, Deed.CRASHES, 1), assignment(B, Deed.TAKES_TIME, 1)));
        Failure failure = failure(reports.end(A));
        assertThat(failure.kind()).isEqualTo(Failure.Kind.CRASH);
        assertThat(failure.type()).isEqualTo("SIGSEGV");
        assertThat(reports.end(B).outcome()).isInstanceOf(Outcome.Succeeded.class);
    }

    @Test
    void assigned_twice_it_begins_once() {
        assign(A, Deed.TAKES_TIME);
        assign(A, Deed.TAKES_TIME);
        reports.end(A);
        assign(B, Deed.SUCCEEDS);
        reports.end(B);
        assertThat(place.begun(A)).isEqualTo(1);
        assertThat(ends(A)).isEqualTo(1);
    }

    @Test
    void assigned_again_after_its_end_it_only_says_its_end_again() {
        assign(A, Deed.SUCCEEDS);
        Ending first = reports.end(A);
        reports.clear();
        assign(A, Deed.SUCCEEDS);
        assertThat(reports.end(A)).isEqualTo(first);
        assertThat(place.begun(A)).isEqualTo(1);
    }

    @Test
    void an_end_is_said_again_after_a_new_hello_until_it_is_acknowledged() {
        assign(A, Deed.SUCCEEDS);
        Ending first = reports.end(A);
        reports.clear();
        place.helloAgain();
        reports.await(Report.Joined.class, _ -> true);
        assertThat(reports.end(A)).isEqualTo(first);

        place.worker().acknowledge(RUN, A);
        reports.clear();
        place.helloAgain();
        reports.await(Report.Joined.class, _ -> true);
        assign(B, Deed.SUCCEEDS);
        reports.end(B);
        assertThat(ends(A)).isZero();
    }

    @Test
    void what_runs_for_a_while_is_said_to_have_started_before_it_ends() {
        assign(A, Deed.TAKES_TIME);
        reports.end(A);
        List<String> kinds =
                reports.said().stream()
                        .filter(report -> !(report instanceof Report.Joined))
                        .map(report -> report.getClass().getSimpleName())
                        .toList();
        assertThat(kinds).containsExactly("Started", "Ended");
    }

    @Test
    void what_never_ends_is_said_to_have_started() {
        assign(A, Deed.WAITS);
        Report.Started started = reports.await(Report.Started.class, _ -> true);
        stop(A, Duration.ZERO);
        assertThat(reports.end(A).started()).isEqualTo(started.at());
    }

    @Test
    void stopped_it_ends_with_all_that_it_has_started() {
        assign(A, Deed.WAITS);
        untilBegun(A);
        stop(A, LONG);
        assertThat(reports.end(A).outcome()).isInstanceOf(Outcome.Cancelled.class);
        assertThat(place.living(A)).isZero();
    }

    @Test
    void what_does_not_listen_is_ended_by_force_after_the_grace() {
        assign(A, Deed.IS_STUBBORN);
        untilBegun(A);
        long from = System.nanoTime();
        stop(A, SHORT);
        assertThat(reports.end(A).outcome()).isInstanceOf(Outcome.Cancelled.class);
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isGreaterThanOrEqualTo(SHORT);
        assertThat(place.living(A)).isZero();
    }

    @Test
    void without_grace_it_is_ended_at_once() {
        assign(A, Deed.IS_STUBBORN);
        untilBegun(A);
        stop(A, Duration.ZERO);
        assertThat(reports.end(A).outcome()).isInstanceOf(Outcome.Cancelled.class);
        assertThat(place.living(A)).isZero();
    }

    @Test
    void a_second_stop_may_be_harder() {
        assign(A, Deed.IS_STUBBORN);
        untilBegun(A);
        stop(A, LONG);
        stop(A, Duration.ZERO);
        assertThat(reports.end(A).outcome()).isInstanceOf(Outcome.Cancelled.class);
    }

    @Test
    void what_is_stopped_as_soon_as_it_is_assigned_ends_as_cancelled() {
        assign(A, Deed.WAITS);
        stop(A, Duration.ZERO);
        assertThat(reports.end(A).outcome()).isInstanceOf(Outcome.Cancelled.class);
        assertThat(place.living(A)).isZero();
        assertThat(ends(A)).isEqualTo(1);
    }

    @Test
    void to_stop_what_is_over_or_unknown_is_nothing() {
        assign(A, Deed.SUCCEEDS);
        reports.end(A);
        stop(A, Duration.ZERO);
        stop(attempt("unknown"), Duration.ZERO);
        assign(B, Deed.TAKES_TIME);
        reports.end(B);
        assertThat(ends(A)).isEqualTo(1);
    }

    @Test
    void what_ends_by_itself_while_it_is_being_stopped_says_how() {
        assign(A, Deed.FINISHES_WHEN_ASKED);
        untilBegun(A);
        stop(A, LONG);
        assertThat(reports.end(A).outcome()).isInstanceOf(Outcome.Succeeded.class);
    }

    @Test
    void a_controller_that_another_has_followed_is_not_served() {
        place.worker().assign(List.of(assignment(A, Deed.SUCCEEDS, 2)));
        place.worker().assign(List.of(assignment(B, Deed.SUCCEEDS, 1)));
        reports.end(A);
        AttemptId later = attempt("later");
        place.worker().assign(List.of(assignment(later, Deed.TAKES_TIME, 2)));
        reports.end(later);
        assertThat(place.begun(B)).isZero();
        assertThat(ends(B)).isZero();
    }

    protected static Failure failure(Ending ending) {
        assertThat(ending.outcome()).isInstanceOf(Outcome.Failed.class);
        return ending.outcome() instanceof Outcome.Failed(Failure failure)
                ? failure
                : Failure.of(Failure.Kind.ENGINE, "", "");
    }
}
