package dev.headrace.engine.run;

import static dev.headrace.engine.run.Rule.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.spec.flow.Resources;
import dev.headrace.spec.run.Call;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Tuning;
import dev.headrace.spec.run.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A running body calls tasks, waits for them, and is run again. */
class CallingRuleTest {
    private static final Call ONE = call("t", "t", "1");
    private static final Call TWO = call("t#2", "t", "2");

    private static Rule.Case body(RunEvent... events) {
        return given(task(2), placed("", 1), started("", 1)).more(events);
    }

    private static Rule.Case parent(RunEvent... events) {
        return body(spawned("", 1, ONE, TWO)).more(events);
    }

    @Test
    void a_call_makes_a_child() {
        var run = body().when(ask("", 1, ONE, TWO)).then(spawned("", 1, ONE, TWO));
        assertThat(run.ready()).containsExactly("t", "t#2");
    }

    @Test
    void a_body_that_calls_has_begun() {
        given(task(), placed("", 1))
                .when(ask("", 1, ONE))
                .then(started("", 1), spawned("", 1, ONE));
    }

    @Test
    void the_same_call_again_is_known() {
        body(spawned("", 1, ONE)).when(ask("", 1, ONE)).ignored();
    }

    @Test
    void a_call_of_an_older_attempt_means_nothing() {
        given(task(), placed("", 1), ended("", 1, lost()), queued(""), placed("", 2))
                .when(ask("", 1, ONE))
                .ignored();
    }

    @Test
    void a_body_that_waits_does_not_call() {
        parent(parked("", 1, true, "t")).when(ask("", 1, call("t#3", "t", "3"))).ignored();
    }

    @Test
    void a_body_that_waits_gives_its_place_to_its_children() {
        parent().when(await("", 1, true, "t", "t#2")).then(parked("", 1, true, "t", "t#2"));
    }

    @Test
    void what_is_there_already_is_told_at_once() {
        var run =
                parent(placed("t", 1), ended("t", 1, ok("1")), settled("t"))
                        .when(await("", 1, true, "t"))
                        .ignored();
        assertThat(run.effects())
                .containsExactly(new Effect.Tell(attempt("", 1), WORKER, List.of(path("t"))));
    }

    @Test
    void for_any_of_them_one_is_enough() {
        var run =
                parent(placed("t", 1), ended("t", 1, ok("1")), settled("t"))
                        .when(await("", 1, false, "t", "t#2"));
        assertThat(run.ignored().effects()).hasSize(1);
    }

    @Test
    void for_all_of_them_one_is_not() {
        var run =
                parent(placed("t", 1), ended("t", 1, ok("1")), settled("t"))
                        .when(await("", 1, true, "t", "t#2"))
                        .then(parked("", 1, true, "t", "t#2"));
        assertThat(((Phase.Parked) run.phase("")).missing()).isEqualTo(1);
    }

    @Test
    void a_body_that_waits_for_any_may_go_on_after_the_first() {
        var run =
                parent(parked("", 1, false, "t", "t#2"), placed("t#2", 1))
                        .when(end("t#2", 1, ok("2")));
        assertThat(run.tree().resumable().first().map(e -> e.value())).contains(NodePath.ROOT);
        run.when(new RunCommand.ResumeBody(NodePath.ROOT))
                .then(new RunEvent.AttemptResumed(attempt("", 1)));
    }

    @Test
    void a_body_that_waits_for_all_may_go_on_after_the_last() {
        var run =
                parent(parked("", 1, true, "t", "t#2"), placed("t", 1), placed("t#2", 1))
                        .when(end("t#2", 1, ok("2")));
        run.when(new RunCommand.ResumeBody(NodePath.ROOT)).ignored();
        run.when(end("t", 1, ok("1")))
                .when(new RunCommand.ResumeBody(NodePath.ROOT))
                .then(new RunEvent.AttemptResumed(attempt("", 1)));
    }

    @Test
    void a_child_that_is_waited_for_twice_counts_once() {
        var run = parent().when(await("", 1, true, "t", "t")).then(parked("", 1, true, "t"));
        assertThat(((Phase.Parked) run.phase("")).missing()).isEqualTo(1);
    }

    @Test
    void the_same_key_with_other_arguments_names_both_calls() {
        var run = body(spawned("", 1, ONE)).when(ask("", 1, call("t", "t", "33")));
        assertThat(run.events()).hasSize(1);
        var refused = (RunEvent.CallRefused) run.events().getFirst();
        assertThat(refused.failure().kind()).isEqualTo(Failure.Kind.DIVERGED);
        assertThat(refused.failure().message())
                .isEqualTo(
                        "t was called as t(x=\"1\") at flow.py:1, and now as t(x=\"33\") at"
                                + " flow.py:2");
    }

    @Test
    void the_same_key_for_another_task_is_a_divergence() {
        var run = body(spawned("", 1, ONE)).when(ask("", 1, call("t", "again", "1")));
        assertThat(run.events().getFirst()).isInstanceOf(RunEvent.CallRefused.class);
    }

    @Test
    void one_key_for_two_calls_in_one_breath_is_a_divergence() {
        var run = body().when(ask("", 1, ONE, call("t", "t", "33")));
        assertThat(run.events())
                .hasSize(2)
                .hasAtLeastOneElementOfType(RunEvent.CallRefused.class)
                .contains(spawned("", 1, ONE));
    }

    @Test
    void the_same_call_twice_in_one_breath_is_one() {
        body().when(ask("", 1, ONE, ONE)).then(spawned("", 1, ONE));
    }

    @Test
    void a_refused_call_is_told_at_once() {
        var run =
                body(spawned("", 1, ONE))
                        .when(ask("", 1, call("t", "t", "33")))
                        .when(await("", 1, true, "t"));
        assertThat(run.ignored().effects()).hasSize(1);
    }

    @Test
    void a_refused_call_that_nobody_looked_at_fails_the_body() {
        var run =
                body(spawned("", 1, ONE), placed("t", 1), ended("t", 1, ok("1")), settled("t"))
                        .when(ask("", 1, call("t", "t", "33")))
                        .when(end("", 1, ok("1")));
        assertThat(run.node("").outcome().orElseThrow())
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed ->
                                assertThat(failed.failure().kind())
                                        .isEqualTo(Failure.Kind.DIVERGED));
    }

    @Test
    void an_unknown_task_is_refused() {
        refused(body().when(ask("", 1, call("u", "unknown", "1"))), "no task called unknown");
    }

    @Test
    void an_argument_from_an_unknown_task_is_refused() {
        refused(body().when(ask("", 1, call("t", "t", "1", "nobody"))), "no task nobody");
    }

    private static void refused(Rule.Case run, String why) {
        var refused = (RunEvent.CallRefused) run.events().getFirst();
        assertThat(refused.failure().kind()).isEqualTo(Failure.Kind.LIMIT);
        assertThat(refused.failure().message()).contains(why);
    }

    @Test
    void tasks_call_tasks_sixty_four_deep_and_no_deeper() {
        var run = body();
        String path = "";
        for (int depth = 1; depth <= NodePath.DEPTH_MAX; depth++) {
            run = run.when(ask(path, 1, ONE));
            assertThat(run.events()).containsExactly(spawned(path, 1, ONE));
            path = path.isEmpty() ? "t" : path + "/t";
            run = run.when(place(path)).when(began(path, 1));
        }
        refused(run.when(ask(path, 1, ONE)), "64 deep");
    }

    @Test
    void a_child_whose_argument_comes_from_another_waits_for_it() {
        var run = body().when(ask("", 1, ONE, call("u", "t", "2", "t")));
        assertThat(run.ready()).containsExactly("t");
        assertThat(run.when(place("t")).when(end("t", 1, ok("1"))).ready()).containsExactly("u");
    }

    @Test
    void a_child_whose_argument_failed_is_skipped() {
        body(spawned("", 1, ONE, call("u", "t", "2", "t")), placed("t", 1))
                .when(end("t", 1, failed()))
                .then(ended("t", 1, failed()), settled("t"), skipped("u", "t"));
    }

    @Test
    void a_call_may_want_more_retries_and_time_than_its_task_has() {
        var tuned =
                new Call(
                        "t",
                        "t",
                        List.of(),
                        "1",
                        "c0de",
                        "flow.py:1",
                        new Tuning(
                                Optional.of(7),
                                Optional.of(Duration.ofSeconds(3)),
                                Optional.of(Duration.ofSeconds(9)),
                                Optional.of(500),
                                Optional.of(150),
                                Optional.of(1L << 30)));
        var task = body().when(ask("", 1, tuned)).node("t").task();
        assertThat(task.retry().retries()).isEqualTo(7);
        assertThat(task.retry().delay()).isEqualTo(Duration.ofSeconds(3));
        assertThat(task.timeout()).contains(Duration.ofSeconds(9));
        assertThat(task.retry().factorPercent()).isEqualTo(150);
        assertThat(task.resources()).isEqualTo(new Resources(500, 1L << 30));
    }

    @Test
    void a_value_is_recorded_once_and_told_again() {
        var record = new RunCommand.RecordValue(attempt("", 1), "now", new Value("1"));
        var other = new RunCommand.RecordValue(attempt("", 1), "now", new Value("2"));
        var run =
                body().when(record)
                        .then(new RunEvent.ValueRecorded(path(""), "now", new Value("1")));
        assertThat(run.when(other).ignored().effects())
                .containsExactly(
                        new Effect.TellRecorded(attempt("", 1), WORKER, "now", new Value("1")));
    }

    @Test
    void a_body_is_over_when_its_children_are() {
        var run = parent(placed("t", 1), placed("t#2", 1)).when(end("", 1, ok("0")));
        run.then(ended("", 1, ok("0")));
        assertThat(run.phase("")).isEqualTo(new Phase.Closing(ok("0")));
        run.when(end("t", 1, ok("1")))
                .when(end("t#2", 1, ok("2")))
                .then(
                        ended("t#2", 1, ok("2")),
                        settled("t#2"),
                        settled(""),
                        finished(Verdict.SUCCEEDED));
    }

    private static Rule.Case withFailedChild() {
        return body(spawned("", 1, ONE), placed("t", 1), ended("t", 1, failed()), settled("t"));
    }

    @Test
    void a_failure_that_was_looked_at_is_no_matter() {
        withFailedChild()
                .when(end("", 1, ok("0"), "t"))
                .then(ended("", 1, ok("0"), "t"), settled(""), finished(Verdict.SUCCEEDED));
    }

    @Test
    void a_failure_that_nobody_looked_at_is_tried_again_and_then_fails_the_body() {
        var run = withFailedChild().when(end("", 1, ok("0")));
        for (int number = 2; number <= 3; number++) {
            assertThat(run.phase("")).isInstanceOf(Phase.BackingOff.class);
            run = run.at(NOON.plusSeconds(3600)).when(due("")).at(NOON).when(place(""));
            run = run.when(ask("", number, ONE)).when(place("t"));
            run = run.when(end("t", number, failed())).when(end("", number, ok("0")));
        }
        assertThat(run.node("").outcome().orElseThrow())
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> {
                            assertThat(failed.failure().kind()).isEqualTo(Failure.Kind.UNSEEN);
                            assertThat(failed.failure().message())
                                    .isEqualTo("t failed and nobody looked: it broke");
                        });
    }

    @Test
    void what_led_to_a_failure_that_nobody_looked_at_stays_with_it() {
        var cause = Optional.of(new Value("{\"type\":\"ZeroDivisionError\"}"));
        var failure =
                new Failure(
                        Failure.Kind.LIMIT,
                        "E",
                        "it broke",
                        Optional.empty(),
                        List.of(),
                        "",
                        Optional.empty(),
                        cause);
        var failed = new Outcome.Failed(failure);
        var run = body(spawned("", 1, ONE), placed("t", 1), ended("t", 1, failed), settled("t"));
        run = run.when(end("", 1, ok("0")));
        for (int number = 2; number <= 3; number++) {
            run = run.at(NOON.plusSeconds(3600)).when(due("")).at(NOON).when(place(""));
            run = run.when(ask("", number, ONE)).when(place("t"));
            run = run.when(end("t", number, failed)).when(end("", number, ok("0")));
        }
        assertThat(run.node("").outcome().orElseThrow())
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        unseen -> assertThat(unseen.failure().cause()).isEqualTo(cause));
    }

    @Test
    void a_crash_that_does_not_say_where_was_where_the_call_stands() {
        var run =
                body(spawned("", 1, ONE), placed("t", 1))
                        .when(end("t", 1, failed(Failure.Kind.CRASH)));
        assertThat(run.events())
                .filteredOn(RunEvent.AttemptEnded.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(
                        RunEvent.AttemptEnded.class,
                        ended ->
                                assertThat(ended.ending().outcome())
                                        .isEqualTo(
                                                new Outcome.Failed(
                                                        Failure.of(
                                                                        Failure.Kind.CRASH,
                                                                        "E",
                                                                        "it broke")
                                                                .at(ONE.place()))));
    }

    @Test
    void a_body_that_fails_for_good_ends_what_it_called() {
        var run =
                given(task(), placed("", 1), started("", 1), spawned("", 1, ONE, TWO))
                        .more(placed("t", 1))
                        .when(end("", 1, failed()))
                        .then(
                                ended("", 1, failed()),
                                stopping("t", 1, StopReason.PARENT),
                                orphaned("t#2"));
        run.when(end("t", 1, new Outcome.Cancelled("SIGTERM")))
                .then(
                        ended("t", 1, new Outcome.Cancelled("the task that called it is over")),
                        settled("t"),
                        settled(""),
                        finished(Verdict.FAILED));
    }

    @Test
    void a_body_that_will_be_tried_again_lets_its_children_go_on() {
        var run = parent(placed("t", 1)).when(end("", 1, failed()));
        assertThat(run.events()).hasSize(2);
        assertThat(run.phase("t")).isInstanceOf(Phase.Placed.class);
        assertThat(run.ready()).containsExactly("t#2");
    }

    @Test
    void a_retry_runs_a_failed_child_again() {
        retried(withFailedChild())
                .when(ask("", 2, ONE))
                .then(started("", 2), reset("t"))
                .when(place("t"))
                .then(placed("t", 2));
    }

    @Test
    void a_retry_takes_a_success_as_it_is() {
        var run =
                retried(
                        body(
                                spawned("", 1, ONE),
                                placed("t", 1),
                                ended("t", 1, ok("1")),
                                settled("t")));
        assertThat(run.when(ask("", 2, ONE)).then(started("", 2)).phase("t"))
                .isEqualTo(new Phase.Settled(ok("1")));
    }

    @Test
    void a_retry_runs_again_what_failed_while_it_waited_to_begin() {
        var run = body(spawned("", 1, ONE), placed("t", 1)).when(end("", 1, failed()));
        run = run.when(end("t", 1, failed()));
        run = run.at(NOON.plusSeconds(600)).when(due("")).at(NOON).when(place(""));
        run.when(ask("", 2, ONE)).then(started("", 2), reset("t"));
    }

    private static Rule.Case retried(Rule.Case body) {
        return body.when(end("", 1, failed(), "t"))
                .at(NOON.plusSeconds(600))
                .when(due(""))
                .at(NOON)
                .when(place(""));
    }

    @Test
    void a_replay_after_a_loss_sees_failures_too() {
        var run =
                withFailedChild()
                        .when(end("", 1, lost()))
                        .then(ended("", 1, lost()), queued(""))
                        .when(place(""))
                        .when(ask("", 2, ONE))
                        .then(started("", 2))
                        .when(await("", 2, true, "t"));
        assertThat(run.ignored().effects()).hasSize(1);
    }

    @Test
    void a_failure_within_its_own_retries_does_not_reach_the_body() {
        var again = call("again", "again", "1");
        var run =
                body(spawned("", 1, again), placed("again", 1), parked("", 1, true, "again"))
                        .when(end("again", 1, failed()));
        assertThat(run.phase("again")).isInstanceOf(Phase.BackingOff.class);
        assertThat(run.tree().resumable().isEmpty()).isTrue();
    }
}
