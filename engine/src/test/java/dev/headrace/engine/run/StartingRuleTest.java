package dev.headrace.engine.run;

import static dev.headrace.engine.run.Rule.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.spec.flow.FlowSpec;
import dev.headrace.spec.flow.Graph;
import dev.headrace.spec.flow.Param;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Value;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class StartingRuleTest {
    private static final Graph TWO = graph(child("a", task()), child("b", task(), "a"));

    @Test
    void starting_a_run_opens_its_graph() {
        var run = fresh(TWO).when(start()).then(began(), opened(""));
        assertThat(run.ready()).containsExactly("a");
        assertThat(run.phase("b")).isEqualTo(new Phase.Waiting(1));
    }

    @Test
    void a_flow_of_one_task_waits_for_a_place_at_once() {
        assertThat(fresh(task()).when(start()).then(began()).ready()).containsExactly("");
    }

    @Test
    void starting_it_twice_changes_nothing() {
        given(TWO, opened("")).when(start()).ignored();
    }

    @Test
    void before_it_has_started_nothing_else_is_possible() {
        for (RunCommand command :
                List.of(place("a"), cancel(), reopen(), end("a", 1, ok("1")), due("a"))) {
            fresh(TWO).when(command).rejected("not started");
        }
    }

    @Test
    void arguments_come_in_the_order_of_the_parameters_with_their_defaults() {
        SequencedMap<String, Param> params = new LinkedHashMap<>();
        params.put("x", new Param("x", "int", Optional.of(new Value("1"))));
        params.put("y", new Param("y", "int", Optional.empty()));
        params.put("z", new Param("z", "int", Optional.empty()));
        var flow =
                new FlowSpec(
                        "flow", params, task(), new LinkedHashMap<>(), List.of(), Optional.empty());
        SequencedMap<String, Value> given = new LinkedHashMap<>();
        given.put("y", new Value("2"));
        given.put("odd", new Value("3"));
        var command = new RunCommand.StartRun(RUN, "v", given, "manual", "me");
        var event = (RunEvent.RunStarted) StartingRun.event(flow, command);
        assertThat(event.arguments().toString()).isEqualTo("{x=1, y=2}");
    }

    @Test
    void a_task_that_is_ready_is_placed_as_its_next_attempt() {
        given(TWO, opened("")).when(place("a")).then(placed("a", 1));
    }

    @Test
    void a_task_that_waits_is_not_placed() {
        given(TWO, opened("")).when(place("b")).ignored();
    }

    @Test
    void a_task_is_not_placed_twice() {
        given(TWO, opened(""), placed("a", 1)).when(place("a")).ignored();
    }

    @Test
    void an_unknown_task_is_not_placed() {
        given(TWO, opened("")).when(place("nobody")).ignored();
    }

    @Test
    void what_fits_nowhere_fails_and_what_needs_it_is_skipped() {
        var failure = Failure.of(Failure.Kind.CAPACITY, "NeverFits", "too large");
        given(TWO, opened(""))
                .when(refuse("a"))
                .then(
                        new RunEvent.NodeFailed(path("a"), failure),
                        skipped("b", "a"),
                        new RunEvent.NodeFailed(path(""), failure),
                        finished(Verdict.FAILED));
    }

    @Test
    void what_was_called_by_a_task_that_has_begun_goes_before_what_has_not() {
        var run =
                given(
                        graph(child("a", task()), child("b", task())),
                        opened(""),
                        placed("a", 1),
                        started("a", 1),
                        spawned("a", 1, call("t", "t", "1"), call("t#2", "t", "1")));
        assertThat(run.ready()).containsExactly("a/t", "a/t#2", "b");
    }

    @Test
    void an_attempt_that_has_started_has_its_deadline() {
        given(limited(Duration.ofSeconds(5), 0), placed("", 1))
                .when(began("", 1))
                .then(
                        new RunEvent.AttemptStarted(
                                attempt("", 1), NOON, Optional.of(NOON.plusSeconds(5))));
    }

    @Test
    void that_an_attempt_has_started_is_heard_once() {
        given(task(), placed("", 1), started("", 1)).when(began("", 1)).ignored();
    }

    @Test
    void that_another_attempt_has_started_means_nothing() {
        given(task(), placed("", 1)).when(began("", 2)).ignored();
    }

    @Test
    void a_graph_in_a_graph_opens_when_its_needs_are_met() {
        var nested = graph(child("a", task()), child("g", graph(child("x", task())), "a"));
        var run =
                given(nested, opened(""), placed("a", 1))
                        .when(end("a", 1, ok("1")))
                        .then(ended("a", 1, ok("1")), settled("a"), opened("g"));
        assertThat(run.ready()).containsExactly("g/x");
    }

    @Test
    void the_result_of_a_graph_is_that_of_its_last_children() {
        var graph = graph(child("a", task()), child("b", task(), "a"), child("c", task(), "a"));
        var run =
                given(
                                graph,
                                opened(""),
                                placed("a", 1),
                                ended("a", 1, ok("1")),
                                settled("a"),
                                placed("b", 1),
                                placed("c", 1),
                                ended("c", 1, ok("3")),
                                settled("c"))
                        .when(end("b", 1, ok("2")))
                        .then(
                                ended("b", 1, ok("2")),
                                settled("b"),
                                settled(""),
                                finished(Verdict.SUCCEEDED));
        assertThat(((RunState.Finished) run.state()).result())
                .contains(new Value("{\"b\":2,\"c\":3}"));
    }

    @Test
    void children_stand_in_the_order_of_their_needs() {
        var run = given(graph(child("z", task(), "a"), child("a", task())), opened(""));
        assertThat(run.node("a").ordinal()).isLessThan(run.node("z").ordinal());
        assertThat(run.node("z").needs()).containsExactly(new NodePath("a"));
    }

    @Test
    void a_higher_epoch_takes_over() {
        given(TWO, opened(""))
                .when(new RunCommand.TakeOver("you", 2))
                .then(new RunEvent.OwnerChanged("you", 2));
    }

    @Test
    void the_same_epoch_does_not() {
        given(TWO, opened("")).when(new RunCommand.TakeOver("you", 1)).rejected("newer owner: me");
    }
}
