package dev.headrace.engine.run;

import static dev.headrace.engine.run.Rule.NOON;
import static dev.headrace.engine.run.Rule.ask;
import static dev.headrace.engine.run.Rule.await;
import static dev.headrace.engine.run.Rule.call;
import static dev.headrace.engine.run.Rule.cancel;
import static dev.headrace.engine.run.Rule.cancelWished;
import static dev.headrace.engine.run.Rule.cancelled;
import static dev.headrace.engine.run.Rule.child;
import static dev.headrace.engine.run.Rule.due;
import static dev.headrace.engine.run.Rule.each;
import static dev.headrace.engine.run.Rule.end;
import static dev.headrace.engine.run.Rule.ended;
import static dev.headrace.engine.run.Rule.failed;
import static dev.headrace.engine.run.Rule.finished;
import static dev.headrace.engine.run.Rule.fresh;
import static dev.headrace.engine.run.Rule.given;
import static dev.headrace.engine.run.Rule.goOn;
import static dev.headrace.engine.run.Rule.graph;
import static dev.headrace.engine.run.Rule.hold;
import static dev.headrace.engine.run.Rule.mark;
import static dev.headrace.engine.run.Rule.ok;
import static dev.headrace.engine.run.Rule.opened;
import static dev.headrace.engine.run.Rule.path;
import static dev.headrace.engine.run.Rule.pause;
import static dev.headrace.engine.run.Rule.place;
import static dev.headrace.engine.run.Rule.placed;
import static dev.headrace.engine.run.Rule.queued;
import static dev.headrace.engine.run.Rule.release;
import static dev.headrace.engine.run.Rule.settled;
import static dev.headrace.engine.run.Rule.spawned;
import static dev.headrace.engine.run.Rule.start;
import static dev.headrace.engine.run.Rule.started;
import static dev.headrace.engine.run.Rule.stopping;
import static dev.headrace.engine.run.Rule.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.engine.explain.Explain;
import dev.headrace.spec.flow.Graph;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Value;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What people outside may do to a run. */
class OperatingRuleTest {
    private static final Graph CHAIN = graph(child("a", task(1)), child("b", task(), "a"));

    private static RunEvent paused() {
        return new RunEvent.RunPaused("ann", "lunch");
    }

    private static RunEvent unpaused() {
        return new RunEvent.RunUnpaused("ann", "");
    }

    @Test
    void a_paused_run_begins_nothing() {
        Rule.Case run = given(CHAIN, opened("")).when(pause()).then(paused());
        assertThat(run.when(place("a")).ignored().ready()).containsExactly("a");
        run.when(goOn()).then(unpaused()).when(place("a")).then(placed("a", 1));
    }

    @Test
    void what_is_under_way_in_a_paused_run_goes_on() {
        given(CHAIN, opened(""), placed("a", 1), started("a", 1), paused())
                .when(end("a", 1, ok("1")))
                .then(ended("a", 1, ok("1")), settled("a"))
                .when(place("b"))
                .ignored();
    }

    @Test
    void a_body_of_a_paused_run_calls_and_waits_but_does_not_go_on() {
        Rule.Case parked =
                given(CHAIN, opened(""), placed("a", 1), started("a", 1), paused())
                        .when(Rule.ask("a", 1, call("t", "t", "1")))
                        .then(spawned("a", 1, call("t", "t", "1")))
                        .when(await("a", 1, true, "t"))
                        .then(Rule.parked("a", 1, true, "a/t"));
        parked.when(place("a/t")).ignored();
        Rule.Case on = parked.when(goOn()).then(unpaused()).when(place("a/t"));
        on.when(pause())
                .when(end("a/t", 1, ok("1")))
                .when(new RunCommand.ResumeBody(path("a")))
                .ignored();
    }

    @Test
    void a_retry_queues_while_the_run_is_paused() {
        given(CHAIN, opened(""), placed("a", 1), started("a", 1), paused())
                .when(end("a", 1, failed()))
                .at(NOON.plusSeconds(600))
                .when(due("a"))
                .then(queued("a"))
                .when(place("a"))
                .ignored();
    }

    @Test
    void a_paused_run_with_nothing_left_ends() {
        given(
                        CHAIN,
                        opened(""),
                        placed("a", 1),
                        ended("a", 1, ok("1")),
                        settled("a"),
                        placed("b", 1),
                        paused())
                .when(end("b", 1, ok("2")))
                .then(
                        ended("b", 1, ok("2")),
                        settled("b"),
                        settled(""),
                        finished(Verdict.SUCCEEDED))
                .when(pause())
                .rejected("the run is over: it has succeeded");
    }

    @Test
    void a_paused_run_is_cancelled() {
        Rule.Case over =
                given(CHAIN, opened(""), paused())
                        .when(cancel())
                        .then(
                                cancelWished(),
                                cancelled("a"),
                                cancelled("b"),
                                Rule.cancelled(""),
                                finished(Verdict.CANCELLED));
        over.when(goOn()).rejected("the run is over: it was cancelled");
    }

    @Test
    void pausing_twice_is_pausing_once() {
        Rule.Case run = given(CHAIN, opened(""));
        run.when(goOn()).ignored();
        run.when(pause()).when(pause()).ignored();
        run.when(pause()).when(goOn()).when(goOn()).ignored();
    }

    @Test
    void a_run_that_is_being_cancelled_is_not_paused() {
        given(CHAIN, opened(""), placed("a", 1), started("a", 1), cancelWished())
                .when(pause())
                .rejected("being cancelled");
    }

    @Test
    void a_pause_is_explained() {
        RunState.Begun run =
                (RunState.Begun) given(CHAIN, opened(""), placed("a", 1), paused()).state();
        assertThat(Explain.run(run, NOON).sentence())
                .isEqualTo(
                        "The run is paused by ann (lunch): nothing begins; 1 attempt under way, 0"
                                + " tasks held back.");
        assertThat(Explain.node(run, Optional.empty(), path("b"), NOON).sentence())
                .isEqualTo("b waits for a.");
        RunState.Begun ready = (RunState.Begun) given(CHAIN, opened(""), paused()).state();
        assertThat(Explain.node(ready, Optional.empty(), path("a"), NOON).sentence())
                .isEqualTo("a waits because ann has paused the run (lunch).");
    }

    private static RunEvent held(String node) {
        return new RunEvent.NodeHeld(path(node), "ann", "look first");
    }

    private static RunEvent released(String node) {
        return new RunEvent.NodeReleased(path(node), "ann", "");
    }

    @Test
    void a_held_task_does_not_begin_when_its_turn_comes() {
        Rule.Case run = given(CHAIN, opened("")).when(hold("b")).then(held("b"));
        run.when(hold("b")).ignored();
        Rule.Case ready = run.when(place("a")).when(end("a", 1, ok("1")));
        assertThat(ready.ready()).isEmpty();
        ready.when(place("b")).ignored();
        Rule.Case on = ready.when(release("b")).then(released("b"));
        assertThat(on.ready()).containsExactly("b");
        on.when(release("b")).ignored();
    }

    @Test
    void a_held_task_queues_for_its_retry_and_does_not_begin() {
        Rule.Case off =
                given(CHAIN, opened(""), placed("a", 1), started("a", 1))
                        .when(end("a", 1, failed()))
                        .when(hold("a"))
                        .then(held("a"))
                        .at(NOON.plusSeconds(600))
                        .when(due("a"))
                        .then(queued("a"));
        assertThat(off.ready()).isEmpty();
        assertThat(off.when(release("a")).ready()).containsExactly("a");
    }

    @Test
    void a_held_graph_does_not_open() {
        Graph nested = graph(child("a", task()), child("g", graph(child("c", task())), "a"));
        Rule.Case run =
                given(nested, opened(""))
                        .when(hold("g"))
                        .when(place("a"))
                        .when(end("a", 1, ok("1")))
                        .then(ended("a", 1, ok("1")), settled("a"));
        run.when(release("g")).then(released("g"), opened("g"));
    }

    @Test
    void what_has_begun_or_is_not_there_cannot_be_held() {
        Rule.Case run = given(CHAIN, opened(""), placed("a", 1));
        run.when(hold("a")).rejected("a has begun already, and runs");
        run.when(hold("")).rejected("the flow has begun already");
        run.when(hold("z")).rejected("the run has no 'z' yet");
        run.when(end("a", 1, ok("1"))).when(hold("a")).rejected("a is over");
    }

    @Test
    void a_hold_ends_with_its_node() {
        Rule.Case over = given(CHAIN, opened("")).when(hold("b")).when(cancel());
        over.when(hold("b")).rejected("the run is over");
        assertThat(over.tree().holds().isEmpty()).isTrue();
    }

    @Test
    void a_hold_is_explained() {
        RunState.Begun run = (RunState.Begun) given(CHAIN, opened("")).when(hold("b")).state();
        assertThat(Explain.node(run, Optional.empty(), path("b"), NOON).sentence())
                .isEqualTo("b is held by ann (look first); it could not begin yet.");
    }

    private static RunEvent marked(String node, Outcome outcome) {
        return new RunEvent.NodeMarked(path(node), outcome, "ann", "by hand");
    }

    private static Mark gives(String json) {
        return new Mark.Output(new Value(json));
    }

    @Test
    void an_output_given_by_hand_counts_as_if_the_task_had_run() {
        Rule.Case run =
                given(CHAIN, opened("")).when(mark("a", gives("7"))).then(marked("a", ok("7")));
        run.when(mark("a", gives("7"))).ignored();
        run.when(mark("a", gives("8"))).rejected("a is over");
        assertThat(run.ready()).containsExactly("b");
        assertThat(Explain.node(run.begun(), Optional.empty(), path("a"), NOON).sentence())
                .isEqualTo("a counts as succeeded: ann said so (by hand).");
        run.when(mark("b", gives("9")))
                .then(marked("b", ok("9")), settled(""), finished(Verdict.SUCCEEDED));
    }

    @Test
    void what_is_skipped_or_marked_as_failed_spreads_as_ever() {
        Outcome skip = new Outcome.Skipped(path("a"), Outcome.Skipped.Reason.HAND, "ann (by hand)");
        Rule.Case skipped = given(CHAIN, opened("")).when(mark("a", new Mark.Skipped()));
        skipped.then(
                marked("a", skip),
                new RunEvent.NodeSkipped(path("b"), path("a"), Outcome.Skipped.Reason.SPREAD),
                settled(""),
                finished(Verdict.SUCCEEDED));
        assertThat(Explain.node(skipped.begun(), Optional.empty(), path("a"), NOON).sentence())
                .isEqualTo("a was skipped by ann (by hand).");
        Rule.Case failed = given(CHAIN, opened("")).when(mark("a", new Mark.Failed()));
        assertThat(((RunState.Finished) failed.state()).verdict()).isEqualTo(Verdict.FAILED);
        assertThat(Explain.node(failed.begun(), Optional.empty(), path("a"), NOON).sentence())
                .isEqualTo("a failed: Marked: marked as failed by ann (by hand).");
    }

    @Test
    void what_runs_cannot_be_marked() {
        given(CHAIN, opened(""), placed("a", 1)).when(mark("a", gives("7"))).rejected("runs");
        given(CHAIN, opened(""))
                .when(pause())
                .when(mark("a", gives("7")))
                .then(marked("a", ok("7")));
        given(CHAIN, opened("")).when(mark("z", gives("7"))).rejected("no 'z'");
        given(CHAIN, opened(""), placed("a", 1))
                .when(cancel())
                .when(mark("b", gives("7")))
                .rejected("cancelled");
    }

    @Test
    void a_held_task_that_is_marked_is_held_no_more() {
        Rule.Case run =
                given(CHAIN, opened("")).when(hold("a")).when(mark("a", new Mark.Succeeded()));
        assertThat(run.begun().tree().holds().isEmpty()).isTrue();
        assertThat(run.ready()).containsExactly("b");
    }

    @Test
    void a_list_gives_a_list_and_a_graph_an_object() {
        Graph flow =
                graph(
                        child("g", graph(child("x", task()))),
                        child("a", task(), "g"),
                        child("h", graph(child("y", task())), "a"));
        given(flow, opened(""), opened("g"))
                .when(mark("h", gives("7")))
                .rejected("the output of h is an object, and 7 is a number");
    }

    @Test
    void an_item_without_its_turn_that_is_marked_gives_no_turn_away() {
        Rule.Case run = fresh(each("[1,2,3]", task(), 1)).when(start());
        assertThat(run.ready()).containsExactly("[0]");
        Rule.Case marked = run.when(mark("[1]", gives("7")));
        assertThat(marked.ready()).containsExactly("[0]");
        assertThat(marked.when(place("[0]")).when(end("[0]", 1, ok("1"))).ready())
                .containsExactly("[2]");
    }

    @Test
    void what_a_body_called_goes_on_no_more_when_it_is_marked_between_its_tries() {
        Rule.Case run =
                given(graph(child("a", task(1)), child("b", task(), "a")), opened(""))
                        .when(place("a"))
                        .when(ask("a", 1, call("t", "t", "1")))
                        .when(place("a/t"))
                        .when(end("a", 1, failed()));
        run.when(mark("a", gives("7")))
                .then(marked("a", ok("7")), stopping("a/t", 1, StopReason.PARENT));
    }
}
