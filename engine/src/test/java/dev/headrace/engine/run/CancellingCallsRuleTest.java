package dev.headrace.engine.run;

import static dev.headrace.engine.run.Rule.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.spec.run.Call;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import org.junit.jupiter.api.Test;

/** A body cancels what it has called. */
class CancellingCallsRuleTest {
    private static final Call ONE = call("t", "t", "1");
    private static final Call TWO = call("t#2", "t", "2");

    private static Rule.Case parent(RunEvent... events) {
        return given(task(2), placed("", 1), started("", 1), spawned("", 1, ONE, TWO)).more(events);
    }

    private static RunEvent dropped(String node) {
        return new RunEvent.NodeCancelled(path(node), Stopping.BY_CALLER);
    }

    private static Outcome dropped() {
        return new Outcome.Cancelled(Stopping.BY_CALLER);
    }

    @Test
    void what_has_not_begun_never_will() {
        var run = parent().when(drop("", 1, "t")).then(dropped("t"));
        assertThat(run.ready()).containsExactly("t#2");
    }

    @Test
    void what_waits_for_another_try_has_none() {
        parent(
                        placed("t", 1),
                        ended("t", 1, failed()),
                        new RunEvent.RetryPlanned(path("t"), NOON, false))
                .when(drop("", 1, "t"))
                .then(dropped("t"));
    }

    @Test
    void what_runs_is_told_to_stop() {
        parent(placed("t", 1))
                .when(drop("", 1, "t"))
                .then(stopping("t", 1, StopReason.CALLER))
                .when(end("t", 1, lost()))
                .then(ended("t", 1, dropped()), settled("t"));
    }

    @Test
    void what_is_stopped_for_its_time_is_not_tried_again() {
        parent(placed("t", 1), stopping("t", 1, StopReason.TIMEOUT))
                .when(drop("", 1, "t"))
                .then(stopping("t", 1, StopReason.CALLER))
                .when(end("t", 1, lost()))
                .then(ended("t", 1, dropped()), settled("t"));
    }

    @Test
    void what_it_has_called_goes_with_it() {
        parent(
                        placed("t", 1),
                        started("t", 1),
                        spawned("t", 1, call("u", "t", "3"), call("u#2", "t", "4")),
                        placed("t/u", 1))
                .when(drop("", 1, "t"))
                .then(
                        stopping("t", 1, StopReason.CALLER),
                        stopping("t/u", 1, StopReason.PARENT),
                        orphaned("t/u#2"));
    }

    @Test
    void what_ended_by_itself_meanwhile_is_what_it_is() {
        var run =
                parent(placed("t", 1))
                        .when(drop("", 1, "t"))
                        .when(end("t", 1, ok("1")))
                        .then(ended("t", 1, ok("1")), settled("t"));
        assertThat(run.node("t").succeeded()).isTrue();
    }

    @Test
    void what_is_over_stays_what_it_is() {
        parent(placed("t", 1), ended("t", 1, ok("1")), settled("t"))
                .when(drop("", 1, "t"))
                .ignored();
    }

    @Test
    void to_cancel_twice_or_what_never_was_means_nothing() {
        parent(placed("t", 1)).when(drop("", 1, "t")).when(drop("", 1, "t", "x")).ignored();
    }

    @Test
    void whoever_needs_it_cannot_start() {
        var run =
                given(task(), placed("", 1), started("", 1))
                        .when(ask("", 1, ONE, call("t#2", "t", "2", "t")))
                        .when(drop("", 1, "t"));
        assertThat(run.node("t#2").outcome().orElseThrow()).isInstanceOf(Outcome.Skipped.class);
    }

    @Test
    void a_body_that_waits_goes_on_when_all_it_waits_for_is_cancelled() {
        var run =
                parent(parked("", 1, true, "t", "t#2"))
                        .when(drop("", 1, "t", "t#2"))
                        .then(dropped("t"), dropped("t#2"));
        assertThat(run.tree().resumable().first().map(e -> e.value())).contains(NodePath.ROOT);
    }

    @Test
    void a_body_that_is_being_stopped_cancels_no_more() {
        parent(stopping("", 1, StopReason.TIMEOUT)).when(drop("", 1, "t")).ignored();
    }

    @Test
    void nobody_has_to_look_at_what_was_cancelled() {
        var run = parent().when(drop("", 1, "t", "t#2")).when(end("", 1, ok("1")));
        assertThat(run.node("").succeeded()).isTrue();
    }

    @Test
    void a_body_that_is_stopped_and_ends_well_does_not_miss_what_it_has_cancelled() {
        var run = parent().when(drop("", 1, "t", "t#2")).when(cancel()).when(end("", 1, ok("1")));
        assertThat(run.node("").succeeded()).isTrue();
    }

    @Test
    void a_retry_that_calls_it_again_has_it_again() {
        var run =
                parent().when(drop("", 1, "t"))
                        .when(drop("", 1, "t#2"))
                        .when(end("", 1, failed()))
                        .at(NOON.plusSeconds(600))
                        .when(due(""))
                        .when(place(""))
                        .when(ask("", 2, ONE));
        assertThat(run.events()).contains(reset("t"));
        assertThat(run.ready()).containsExactly("t");
    }

    @Test
    void a_replay_finds_it_cancelled() {
        var run =
                parent().when(drop("", 1, "t"))
                        .when(end("", 1, lost()))
                        .when(place(""))
                        .when(ask("", 2, ONE));
        assertThat(run.events()).containsExactly(started("", 2));
        run.when(drop("", 2, "t")).ignored();
        assertThat(run.node("t").outcome()).contains(dropped());
    }
}
