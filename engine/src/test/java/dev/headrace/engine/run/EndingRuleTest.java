package dev.headrace.engine.run;

import static dev.headrace.engine.run.Rule.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.spec.flow.Graph;
import dev.headrace.spec.flow.Retry;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EndingRuleTest {
    private static final Graph CHAIN =
            graph(child("a", task()), child("b", task(), "a"), child("c", task(), "b"));

    @Test
    void a_success_ends_the_run_of_one_task() {
        given(task(), placed("", 1))
                .when(end("", 1, ok("1")))
                .then(ended("", 1, ok("1")), settled(""), finished(Verdict.SUCCEEDED));
    }

    @Test
    void a_success_frees_what_waited_for_it() {
        var run = given(CHAIN, opened(""), placed("a", 1)).when(end("a", 1, ok("1")));
        assertThat(run.ready()).containsExactly("b");
    }

    @Test
    void a_failure_skips_all_that_needs_it_down_to_the_last() {
        given(CHAIN, opened(""), placed("a", 1))
                .when(end("a", 1, failed()))
                .then(
                        ended("a", 1, failed()),
                        settled("a"),
                        skipped("b", "a"),
                        skipped("c", "b"),
                        new RunEvent.NodeFailed(path(""), ((Outcome.Failed) failed()).failure()),
                        finished(Verdict.FAILED));
    }

    @Test
    void a_failure_lets_what_does_not_need_it_go_on() {
        var run =
                given(graph(child("a", task()), child("b", task())), opened(""), placed("a", 1))
                        .when(end("a", 1, failed()))
                        .then(ended("a", 1, failed()), settled("a"));
        assertThat(run.ready()).containsExactly("b");
    }

    @Test
    void a_failure_with_a_retry_left_is_tried_again_after_its_delay_and_a_little() {
        var run = given(task(2), placed("", 1)).when(end("", 1, failed()));
        assertThat(dueOf(run)).isBetween(NOON.plusSeconds(60), NOON.plusSeconds(66));
    }

    @Test
    void the_delay_grows_from_try_to_try() {
        var run =
                given(
                                task(2),
                                placed("", 1),
                                ended("", 1, failed()),
                                new RunEvent.RetryPlanned(path(""), NOON, false),
                                queued(""),
                                placed("", 2))
                        .when(end("", 2, failed()));
        assertThat(dueOf(run)).isBetween(NOON.plusSeconds(120), NOON.plusSeconds(132));
    }

    private static Instant dueOf(Rule.Case run) {
        assertThat(run.events().getLast()).isInstanceOf(RunEvent.RetryPlanned.class);
        return ((RunEvent.RetryPlanned) run.events().getLast()).due();
    }

    @Test
    void the_last_retry_is_the_last() {
        given(
                        task(1),
                        placed("", 1),
                        ended("", 1, failed()),
                        new RunEvent.RetryPlanned(path(""), NOON, false),
                        queued(""),
                        placed("", 2))
                .when(end("", 2, failed()))
                .then(ended("", 2, failed()), settled(""), finished(Verdict.FAILED));
    }

    @ParameterizedTest
    @EnumSource(Failure.Kind.class)
    void only_what_may_pass_is_tried_again(Failure.Kind kind) {
        var run = given(task(1), placed("", 1)).when(end("", 1, failed(kind)));
        boolean again = run.events().getLast() instanceof RunEvent.RetryPlanned;
        assertThat(again)
                .isEqualTo(
                        List.of(
                                        Failure.Kind.USER,
                                        Failure.Kind.MEMORY,
                                        Failure.Kind.CRASH,
                                        Failure.Kind.TIMEOUT,
                                        Failure.Kind.UPSTREAM,
                                        Failure.Kind.UNSEEN,
                                        Failure.Kind.STORE)
                                .contains(kind));
    }

    @Test
    void an_end_is_heard_once() {
        given(graph(child("a", task()), child("b", task())), opened(""), placed("a", 1))
                .when(end("a", 1, ok("1")))
                .when(end("a", 1, ok("1")))
                .ignored();
    }

    @Test
    void the_end_of_an_earlier_attempt_means_nothing() {
        given(task(), placed("", 1), ended("", 1, lost()), queued(""), placed("", 2))
                .when(end("", 1, ok("1")))
                .ignored();
    }

    @Test
    void a_first_loss_is_tried_again_at_once_and_costs_no_retry() {
        var run =
                given(task(), placed("", 1))
                        .when(end("", 1, lost()))
                        .then(ended("", 1, lost()), queued(""));
        assertThat(run.node("").tally().failures()).isZero();
    }

    @Test
    void a_second_loss_waits_a_second_and_every_further_one_twice_as_long() {
        var run = given(task());
        List<Duration> delays = new ArrayList<>();
        for (int number = 1; number <= 10; number++) {
            run = run.when(place("")).when(end("", number, lost()));
            if (run.phase("") instanceof Phase.BackingOff(Instant due, Phase.After after)) {
                assertThat(after).isEqualTo(Phase.After.LOSS);
                delays.add(Duration.between(NOON, due));
                run = run.at(due).when(due("")).at(NOON);
            }
        }
        assertThat(delays)
                .startsWith(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4))
                .endsWith(Duration.ofMinutes(1));
    }

    @Test
    void the_eleventh_loss_is_a_failure() {
        var run = given(task(5));
        for (int number = 1; number <= Retry.LOSSES; number++) {
            run = run.when(place("")).when(end("", number, lost()));
            if (run.phase("") instanceof Phase.BackingOff(Instant due, _)) {
                run = run.at(due).when(due("")).at(NOON);
            }
        }
        assertThat(run.ready()).containsExactly("");
        run = run.when(place("")).when(end("", Retry.LOSSES + 1, lost()));
        assertThat(run.node("").outcome().orElseThrow())
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.failure().kind()).isEqualTo(Failure.Kind.LOST));
    }

    @Test
    void a_worker_that_stops_an_attempt_by_itself_has_lost_it() {
        given(task(), placed("", 1))
                .when(end("", 1, new Outcome.Cancelled("bye")))
                .then(ended("", 1, new Outcome.Lost("its worker stopped it: bye")), queued(""));
    }

    @Test
    void a_retry_that_is_due_stands_in_the_queue_again() {
        given(
                        task(1),
                        placed("", 1),
                        ended("", 1, failed()),
                        new RunEvent.RetryPlanned(path(""), NOON, false))
                .when(due(""))
                .then(queued(""));
    }

    @Test
    void a_timer_that_rings_early_is_set_again() {
        Instant due = NOON.plusSeconds(1);
        var run =
                given(
                                task(1),
                                placed("", 1),
                                ended("", 1, failed()),
                                new RunEvent.RetryPlanned(path(""), due, false))
                        .when(due(""))
                        .ignored();
        assertThat(run.effects())
                .containsExactly(new Effect.WakeAt(new Timer.RetryDue(path("")), due));
    }

    @Test
    void a_timer_that_rings_for_nothing_means_nothing() {
        assertThat(given(task()).when(due("")).ignored().effects()).isEmpty();
        assertThat(given(task()).when(late("", 1)).ignored().effects()).isEmpty();
    }

    @Test
    void an_attempt_that_has_had_its_time_is_stopped() {
        timed(Duration.ofSeconds(5))
                .at(NOON.plusSeconds(5))
                .when(late("", 1))
                .then(stopping("", 1, StopReason.TIMEOUT));
    }

    @Test
    void an_attempt_that_has_not_had_its_time_is_not() {
        var run = timed(Duration.ofSeconds(5)).at(NOON.plusMillis(4_999)).when(late("", 1));
        assertThat(run.ignored().effects()).hasSize(1);
    }

    private static Rule.Case timed(Duration limit) {
        return given(
                limited(limit, 1),
                placed("", 1),
                new RunEvent.AttemptStarted(attempt("", 1), NOON, Optional.of(NOON.plus(limit))));
    }

    @Test
    void what_was_stopped_for_its_time_has_failed_and_may_be_tried_again() {
        var run =
                timed(Duration.ofMillis(1_500))
                        .more(stopping("", 1, StopReason.TIMEOUT))
                        .when(end("", 1, new Outcome.Cancelled("SIGTERM")));
        assertThat(((RunEvent.AttemptEnded) run.events().getFirst()).ending().outcome())
                .isEqualTo(
                        new Outcome.Failed(
                                Failure.of(
                                        Failure.Kind.TIMEOUT,
                                        "TimeoutError",
                                        "ran longer than 1500 ms")));
        assertThat(run.phase("")).isInstanceOf(Phase.BackingOff.class);
    }

    @Test
    void what_succeeded_while_it_was_stopped_has_succeeded() {
        timed(Duration.ofSeconds(5))
                .more(stopping("", 1, StopReason.TIMEOUT))
                .when(end("", 1, ok("1")))
                .then(ended("", 1, ok("1")), settled(""), finished(Verdict.SUCCEEDED));
    }

    @Test
    void what_was_lost_while_it_was_stopped_for_its_time_is_lost() {
        timed(Duration.ofSeconds(5))
                .more(stopping("", 1, StopReason.TIMEOUT))
                .when(end("", 1, lost()))
                .then(ended("", 1, lost()), queued(""));
    }

    @Test
    void after_an_outcome_of_any_kind_the_run_may_end() {
        given(task(), placed("", 1))
                .when(end("", 1, failed()))
                .then(ended("", 1, failed()), settled(""), finished(Verdict.FAILED))
                .when(end("", 1, failed()))
                .ignored();
    }
}
