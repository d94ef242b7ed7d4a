package dev.headrace.engine.run;

import static dev.headrace.engine.run.Rule.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.engine.explain.Explain;
import dev.headrace.spec.run.Awaited;
import dev.headrace.spec.run.Call;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Tuning;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Several wait in one body: it hears of what is over while it goes on, and rests when all wait. */
class WatchingRuleTest {
    private static final Call ONE = call("t~1", "t", "1");
    private static final Call TWO = call("t~2", "t", "2");
    private static final RunEvent WATCHED =
            new RunEvent.CallsWatched(attempt("", 1), List.of(path("t~1"), path("t~2")));
    private static final RunEvent RESTED = new RunEvent.AttemptRested(attempt("", 1), 1);

    private static Rule.Case parent(RunEvent... events) {
        return given(task(2), placed("", 1), started("", 1), spawned("", 1, ONE, TWO)).more(events);
    }

    private static Rule.Case watching(RunEvent... events) {
        List<RunEvent> all = new ArrayList<>(List.of(WATCHED));
        all.addAll(List.of(events));
        return parent(all.toArray(RunEvent[]::new));
    }

    private static RunCommand watch(String... keys) {
        return new RunCommand.WatchCalls(attempt("", 1), List.of(keys));
    }

    private static RunCommand rest(int nth, int heard) {
        return new RunCommand.RestBody(attempt("", 1), nth, heard);
    }

    private static RunCommand rouse(int nth, String... lapsed) {
        return new RunCommand.RouseBody(
                attempt("", 1),
                nth,
                Optional.of(List.of(lapsed)).filter(names -> !names.isEmpty()).map(List::getFirst));
    }

    private static Effect tell(String... calls) {
        List<NodePath> paths = new ArrayList<>();
        for (String call : calls) {
            paths.add(path(call));
        }
        return new Effect.Tell(attempt("", 1), WORKER, paths);
    }

    private static RunEvent[] over(String call) {
        return new RunEvent[] {placed(call, 1), ended(call, 1, ok("1")), settled(call)};
    }

    @Test
    void what_is_watched_is_told_when_it_is_over_and_the_body_goes_on() {
        var run = parent().when(watch("t~2", "t~1")).then(WATCHED);
        assertThat(RunEffects.react(run.state(), WATCHED)).isEmpty();
        var later = watching(over("t~1"));
        assertThat(RunEffects.react(later.state(), settled("t~1"))).containsExactly(tell("t~1"));
        assertThat(RunEffects.outstanding(later.state())).contains(tell("t~1"));
        assertThat(later.phase("")).isInstanceOf(Phase.Started.class);
    }

    @Test
    void what_is_over_already_is_told_at_once() {
        var run =
                parent(over("t~1"))
                        .when(watch("t~1"))
                        .then(new RunEvent.CallsWatched(attempt("", 1), List.of(path("t~1"))));
        assertThat(
                        RunEffects.react(
                                run.state(),
                                new RunEvent.CallsWatched(attempt("", 1), List.of(path("t~1")))))
                .containsExactly(tell("t~1"));
    }

    @Test
    void said_twice_it_is_told_twice_and_counted_once() {
        var run = watching(over("t~1")).when(watch("t~1")).ignored();
        assertThat(run.effects()).containsExactly(tell("t~1"));
    }

    @Test
    void a_body_rests_when_it_has_heard_of_all_that_is_over() {
        watching().when(rest(1, 0)).then(RESTED);
        watching(over("t~1")).when(rest(1, 1)).then(RESTED);
    }

    @Test
    void a_body_does_not_rest_when_news_are_on_the_way_to_it() {
        watching(over("t~1")).when(rest(1, 0)).ignored();
    }

    @Test
    void an_echo_of_a_rest_means_nothing() {
        watching(RESTED, new RunEvent.AttemptRoused(attempt("", 1), Optional.empty()))
                .when(rest(1, 0))
                .ignored();
    }

    @Test
    void the_first_that_is_over_ends_a_rest_and_all_since_then_is_told() {
        var run = watching(RESTED).more(over("t~2")).more(over("t~1"));
        assertThat(run.phase(""))
                .matches(phase -> phase instanceof Phase.Parked parked && parked.missing() == 0);
        assertThat(RunEffects.react(run.state(), settled("t~2"))).isEmpty();
        var resumed = new RunEvent.AttemptResumed(attempt("", 1));
        run = run.when(new RunCommand.ResumeBody(path(""))).then(resumed);
        assertThat(RunEffects.react(run.state(), resumed)).containsExactly(tell("t~2", "t~1"));
        run.when(rest(2, 2)).then(new RunEvent.AttemptRested(attempt("", 1), 2));
    }

    @Test
    void who_can_go_on_goes_on_at_once() {
        var roused = new RunEvent.AttemptRoused(attempt("", 1), Optional.empty());
        var run = watching(RESTED).when(rouse(1)).then(roused);
        assertThat(RunEffects.react(run.state(), roused)).containsExactly(tell());
        assertThat(RunEffects.outstanding(run.state())).contains(tell());
    }

    @Test
    void an_earlier_rest_is_over_and_cannot_be_ended() {
        watching().when(rouse(1)).ignored();
        watching(
                        RESTED,
                        new RunEvent.AttemptRoused(attempt("", 1), Optional.empty()),
                        new RunEvent.AttemptRested(attempt("", 1), 2))
                .when(rouse(1))
                .ignored();
    }

    @Test
    void a_wait_that_is_in_vain_is_kept_whether_the_body_rests_or_not() {
        watching(RESTED)
                .when(rouse(1, "timeout#1~1"))
                .then(new RunEvent.AttemptRoused(attempt("", 1), Optional.of("timeout#1~1")));
        watching()
                .when(rouse(1, "timeout#1~1"))
                .then(new RunEvent.ValueRecorded(path(""), "timeout#1~1", Lapses.YES));
    }

    @Test
    void what_is_over_while_the_body_waits_for_something_else_is_told_when_it_goes_on() {
        var run =
                parent(
                                new RunEvent.CallsWatched(attempt("", 1), List.of(path("t~1"))),
                                parked("", 1, true, "t~2"))
                        .more(over("t~1"));
        assertThat(run.phase(""))
                .matches(phase -> phase instanceof Phase.Parked parked && parked.missing() == 1);
        assertThat(RunEffects.react(run.state(), settled("t~1"))).isEmpty();
        var resumed = new RunEvent.AttemptResumed(attempt("", 1));
        run = run.more(over("t~2")).when(new RunCommand.ResumeBody(path(""))).then(resumed);
        assertThat(RunEffects.react(run.state(), resumed))
                .containsExactly(tell("t~2"), tell("t~1"));
        run.when(rest(1, 0)).ignored();
        run.when(rest(1, 1)).then(RESTED);
    }

    @Test
    void what_is_over_while_the_body_waits_in_vain_is_told_when_it_goes_on() {
        var lapsed = new RunEvent.AwaitLapsed(attempt("", 1), "timeout#1");
        var run =
                parent(
                                new RunEvent.CallsWatched(attempt("", 1), List.of(path("t~1"))),
                                new RunEvent.AttemptParked(
                                        attempt("", 1),
                                        List.of(path("t~2")),
                                        true,
                                        Optional.of(new WaitUntil(NOON, "timeout#1"))))
                        .more(over("t~1"))
                        .more(lapsed);
        assertThat(RunEffects.react(run.state(), lapsed)).containsExactly(tell(), tell("t~1"));
        run.when(rest(1, 1)).then(RESTED);
    }

    @Test
    void what_is_watched_can_be_waited_for_besides() {
        var run = watching(parked("", 1, true, "t~1", "t~2")).more(over("t~2"));
        assertThat(run.phase(""))
                .matches(phase -> phase instanceof Phase.Parked parked && parked.missing() == 1);
        var resumed = new RunEvent.AttemptResumed(attempt("", 1));
        run = run.more(over("t~1")).when(new RunCommand.ResumeBody(path(""))).then(resumed);
        assertThat(RunEffects.react(run.state(), resumed))
                .containsExactly(tell("t~1", "t~2"), tell("t~2", "t~1"));
        run.when(rest(1, 2)).then(RESTED);
    }

    @Test
    void what_somebody_says_it_came_to_is_told_too() {
        var marked = new RunEvent.NodeMarked(path("t~1"), ok("7"), "ann", "by hand");
        var run = watching(marked);
        assertThat(RunEffects.react(run.state(), marked)).containsExactly(tell("t~1"));
        run.when(rest(1, 0)).ignored();
    }

    @Test
    void a_wait_that_is_watched_is_told_when_it_is_over() {
        Call go =
                new Call(
                        "go~1",
                        "go",
                        List.of(),
                        "d",
                        "",
                        "flow.py:1",
                        Tuning.NONE,
                        Optional.of(new Awaited.Signal("go", Awaited.Limit.NONE)));
        var run =
                parent(
                        spawned("", 1, go),
                        new RunEvent.WaitBegan(path("go~1"), NOON, Optional.empty()),
                        new RunEvent.CallsWatched(attempt("", 1), List.of(path("go~1"))),
                        RESTED);
        var taken = new RunEvent.SignalTaken(path("go~1"), "s1");
        run = run.when(signal("s1", "go"));
        assertThat(run.events()).contains(taken);
        assertThat(run.phase(""))
                .matches(phase -> phase instanceof Phase.Parked parked && parked.missing() == 0);
        assertThat(RunEffects.react(run.state(), taken)).isEmpty();
        var awake =
                parent(
                                spawned("", 1, go),
                                new RunEvent.WaitBegan(path("go~1"), NOON, Optional.empty()),
                                new RunEvent.CallsWatched(attempt("", 1), List.of(path("go~1"))))
                        .when(signal("s1", "go"));
        assertThat(RunEffects.react(awake.state(), taken)).containsExactly(tell("go~1"));
    }

    @Test
    void of_what_is_gone_nobody_is_told() {
        assertThat(RunEffects.react(watching().state(), settled("gone"))).isEmpty();
    }

    @Test
    void the_next_attempt_watches_anew() {
        var run =
                watching(over("t~1"))
                        .more(ended("", 1, lost()), queued(""), placed("", 2), started("", 2));
        var again = new RunCommand.WatchCalls(attempt("", 2), List.of("t~1"));
        run.when(again).then(new RunEvent.CallsWatched(attempt("", 2), List.of(path("t~1"))));
        run.when(new RunCommand.RestBody(attempt("", 2), 1, 0))
                .then(new RunEvent.AttemptRested(attempt("", 2), 1));
    }

    @Test
    void it_is_said_what_all_in_it_wait_for() {
        var run = watching(RESTED);
        var why = Explain.node((RunState.Begun) run.state(), Optional.empty(), path(""), NOON);
        assertThat(why.sentence()).contains("wait, for 2 of its tasks");
    }
}
