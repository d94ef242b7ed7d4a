package dev.headrace.engine.run;

import static dev.headrace.engine.run.Rule.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.engine.explain.Explain;
import dev.headrace.spec.flow.Graph;
import dev.headrace.spec.run.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Ends that somebody wished, and beginnings anew. */
class CancellingRuleTest {
    private static final Graph CHAIN =
            graph(child("a", task(1)), child("b", task(), "a"), child("c", task()));

    @Test
    void a_cancellation_stops_what_runs_and_ends_what_waits() {
        given(CHAIN, opened(""), placed("a", 1))
                .when(cancel())
                .then(
                        cancelWished(),
                        stopping("a", 1, StopReason.CANCEL),
                        cancelled("b"),
                        cancelled("c"));
    }

    @Test
    void a_run_without_anything_under_way_is_cancelled_at_once() {
        var run = given(task()).when(cancel());
        run.then(cancelWished(), cancelled(""), finished(Verdict.CANCELLED));
    }

    @Test
    void a_task_that_backs_off_is_cancelled() {
        given(
                        task(1),
                        placed("", 1),
                        ended("", 1, failed()),
                        new RunEvent.RetryPlanned(path(""), NOON.plusSeconds(60), false))
                .when(cancel())
                .then(cancelWished(), cancelled(""), finished(Verdict.CANCELLED));
    }

    @Test
    void a_body_that_waits_is_stopped_along_with_its_children() {
        given(
                        task(),
                        placed("", 1),
                        started("", 1),
                        spawned("", 1, call("t", "t", "1"), call("t#2", "t", "2")),
                        parked("", 1, true, "t"),
                        placed("t", 1))
                .when(cancel())
                .then(
                        cancelWished(),
                        stopping("", 1, StopReason.CANCEL),
                        stopping("t", 1, StopReason.CANCEL),
                        cancelled("t#2"));
    }

    @Test
    void the_run_is_cancelled_when_the_last_attempt_has_ended() {
        given(task(), placed("", 1))
                .when(cancel())
                .when(end("", 1, new Outcome.Cancelled("SIGTERM")))
                .then(ended("", 1, cancelled()), settled(""), finished(Verdict.CANCELLED));
    }

    @Test
    void an_attempt_that_is_lost_meanwhile_is_not_tried_again() {
        given(task(3), placed("", 1))
                .when(cancel())
                .when(end("", 1, lost()))
                .then(ended("", 1, cancelled()), settled(""), finished(Verdict.CANCELLED));
    }

    @Test
    void an_attempt_that_succeeds_meanwhile_has_succeeded() {
        given(task(), placed("", 1))
                .when(cancel())
                .when(end("", 1, ok("1")))
                .then(ended("", 1, ok("1")), settled(""), finished(Verdict.SUCCEEDED));
    }

    @Test
    void a_body_that_was_done_has_not_succeeded_if_its_children_were_cancelled() {
        given(
                        task(),
                        placed("", 1),
                        started("", 1),
                        spawned("", 1, call("t", "t", "1")),
                        placed("t", 1),
                        ended("", 1, ok("1")))
                .when(cancel())
                .then(cancelWished(), cancelled(""), stopping("t", 1, StopReason.CANCEL))
                .when(end("t", 1, cancelled()))
                .then(
                        ended("t", 1, cancelled()),
                        settled("t"),
                        settled(""),
                        finished(Verdict.CANCELLED));
    }

    @Test
    void a_body_that_ends_by_itself_after_its_children_were_stopped_has_not_succeeded() {
        var run =
                given(
                                task(),
                                placed("", 1),
                                started("", 1),
                                spawned("", 1, call("t", "t", "1")),
                                placed("t", 1))
                        .when(cancel());
        run.when(end("", 1, ok("1")))
                .then(ended("", 1, ok("1")), cancelled(""))
                .when(end("t", 1, cancelled()))
                .then(
                        ended("t", 1, cancelled()),
                        settled("t"),
                        settled(""),
                        finished(Verdict.CANCELLED));
        run.when(end("t", 1, cancelled()))
                .when(end("", 1, ok("1")))
                .then(ended("", 1, ok("1")), cancelled(""), finished(Verdict.CANCELLED));
    }

    @Test
    void a_body_whose_calls_came_too_late_has_not_succeeded() {
        given(task(), placed("", 1), started("", 1))
                .when(cancel())
                .when(ask("", 1, call("t", "t", "1")))
                .when(end("", 1, ok("1")))
                .then(
                        ended("", 1, ok("1")),
                        new RunEvent.NodeCancelled(
                                path(""), "it was being stopped when it called more tasks"),
                        finished(Verdict.CANCELLED));
    }

    @Test
    void nothing_begins_while_the_run_is_being_cancelled() {
        var run = given(CHAIN, opened(""), placed("a", 1)).when(cancel());
        for (RunCommand command :
                java.util.List.of(
                        place("c"), refuse("c"), began("a", 1), due("a"), cancel(), start())) {
            run.when(command).ignored();
        }
        run.when(reopen()).rejected("still being cancelled");
    }

    @Test
    void a_run_that_is_being_cancelled_can_be_taken_over() {
        given(CHAIN, opened(""), placed("a", 1))
                .when(cancel())
                .when(new RunCommand.TakeOver("you", 2))
                .then(new RunEvent.OwnerChanged("you", 2));
    }

    @Test
    void what_is_cancelled_hard_has_no_time() {
        var wished = new RunEvent.CancelRequested("ann", "at once", true);
        var run = given(CHAIN, opened(""), placed("a", 1)).when(kill());
        run.then(wished, stopping("a", 1, StopReason.CANCEL), cancelled("b"), cancelled("c"));
        assertThat(RunEffects.outstanding(run.state()))
                .containsExactly(new Effect.Stop(attempt("a", 1), WORKER, Duration.ZERO));
        run.when(kill()).ignored();
        run.when(cancel()).ignored();
    }

    @Test
    void what_has_time_to_end_loses_it_when_somebody_cancels_hard() {
        var wished = new RunEvent.CancelRequested("ann", "at once", true);
        var run = given(CHAIN, opened(""), placed("a", 1)).when(cancel()).when(kill());
        run.then(wished);
        assertThat(RunEffects.react(run.state(), wished))
                .containsExactly(new Effect.Stop(attempt("a", 1), WORKER, Duration.ZERO));
        assertThat(Explain.run(run.state(), NOON).sentence())
                .isEqualTo(
                        "The run is being cancelled by ann (at once); 1 attempt still to be"
                                + " killed.");
    }

    @Test
    void a_run_that_is_over_is_not_cancelled() {
        over().when(cancel()).rejected("has failed");
        given(task()).when(cancel()).when(cancel()).ignored();
    }

    private static Rule.Case over() {
        return given(CHAIN, opened(""), placed("a", 1), placed("c", 1))
                .when(end("c", 1, ok("3")))
                .when(end("a", 1, failed()))
                .at(NOON.plusSeconds(600))
                .when(due("a"))
                .when(place("a"))
                .when(end("a", 2, failed()))
                .then(
                        ended("a", 2, failed()),
                        settled("a"),
                        skipped("b", "a"),
                        new RunEvent.NodeFailed(path(""), ((Outcome.Failed) failed()).failure()),
                        finished(Verdict.FAILED));
    }

    @Test
    void a_new_generation_begins_with_what_had_not_succeeded() {
        var run = over().when(reopen()).then(reopened(2));
        assertThat(run.ready()).containsExactly("a");
        assertThat(run.phase("b")).isEqualTo(new Phase.Waiting(1));
        assertThat(run.phase("c")).isEqualTo(new Phase.Settled(ok("3")));
        assertThat(((RunState.Active) run.state()).head().generation()).isEqualTo(2);
    }

    @Test
    void attempts_are_counted_on_and_retries_anew() {
        var run = over().when(reopen()).when(place("a")).then(placed("a", 3));
        assertThat(run.when(end("a", 3, failed())).phase("a")).isInstanceOf(Phase.BackingOff.class);
    }

    @Test
    void a_run_that_has_succeeded_is_not_resumed() {
        given(task(), placed("", 1))
                .when(end("", 1, ok("1")))
                .when(reopen())
                .rejected("nothing to resume");
    }

    @Test
    void a_run_that_is_under_way_is_not_resumed() {
        given(task()).when(reopen()).rejected("under way");
    }

    @Test
    void a_run_that_is_over_is_not_taken_over() {
        over().when(new RunCommand.TakeOver("you", 2)).rejected("has failed");
    }

    @Test
    void a_resumed_body_calls_and_only_what_had_not_succeeded_runs_again() {
        var one = call("t", "t", "1");
        var two = call("t#2", "t", "2");
        var run =
                given(
                                task(),
                                placed("", 1),
                                started("", 1),
                                spawned("", 1, one, two),
                                placed("t", 1),
                                placed("t#2", 1))
                        .when(end("t", 1, ok("1")))
                        .when(end("t#2", 1, failed()))
                        .when(end("", 1, failed(), "t#2"))
                        .when(reopen())
                        .when(place(""));
        run.when(ask("", 2, one, two)).then(started("", 2), reset("t#2"));
    }

    @Test
    void reports_about_a_run_that_is_over_mean_nothing() {
        for (RunCommand command :
                java.util.List.of(
                        end("a", 2, ok("1")),
                        began("a", 1),
                        due("a"),
                        late("a", 1),
                        place("a"),
                        ask("a", 1, call("t", "t", "1")))) {
            over().when(command).ignored();
        }
    }
}
