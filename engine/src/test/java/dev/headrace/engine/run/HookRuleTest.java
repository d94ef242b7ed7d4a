package dev.headrace.engine.run;

import static dev.headrace.engine.run.Rule.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.engine.explain.Explain;
import dev.headrace.spec.flow.FlowSpec;
import dev.headrace.spec.flow.Graph;
import dev.headrace.spec.flow.Hook;
import dev.headrace.spec.flow.Hook.On;
import dev.headrace.spec.flow.Input;
import dev.headrace.spec.flow.Node;
import dev.headrace.spec.flow.Policy;
import dev.headrace.spec.flow.Rules;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What follows a node when its work is over, and what that changes. */
class HookRuleTest {
    private static final Hook FINALLY = hook("finally", On.ENDED, task());
    private static final FlowSpec TASK = followed(task(), FINALLY);

    /** A task a with these hooks, and b that needs it. */
    private static Graph graph(Node a, Hook... hooks) {
        SequencedMap<String, Graph.Child> children = new LinkedHashMap<>();
        children.put("a", new Graph.Child(a, new TreeSet<>(), Rules.PLAIN.with(List.of(hooks))));
        children.put("b", new Graph.Child(task(), new TreeSet<>(List.of("a"))));
        return new Graph(children, Policy.PLAIN);
    }

    private static List<String> happened(Rule.Case run) {
        return run.events().stream()
                .map(event ->
                        switch (event) {
                            case RunEvent.AttemptEnded(var attempt, _) -> "ended " + attempt.node();
                            case RunEvent.NodeSettled(var node) -> "settled " + node;
                            case RunEvent.NodeFailed(var node, _) -> "failed " + node;
                            case RunEvent.NodeCancelled(var node, _) -> "cancelled " + node;
                            case RunEvent.AttemptStopping(var attempt, _) ->
                                    "stopping " + attempt.node();
                            case RunEvent.HooksOpened(var node, var hooks, _, _) ->
                                    "opened " + hooks + " of " + node;
                            case RunEvent.HookLimited(var hook, _) -> "limited " + hook;
                            case RunEvent.RunFinished(var verdict) -> "finished " + verdict;
                            default -> event.getClass().getSimpleName();
                        })
                .toList();
    }

    private static String outcome(Rule.Case run) {
        return run.events().stream()
                .filter(RunEvent.HooksOpened.class::isInstance)
                .map(event -> ((RunEvent.HooksOpened) event).outcome().json())
                .findFirst()
                .orElseThrow();
    }

    private static Failure failure(Rule.Case run, String path) {
        return run.node(path).outcome().orElseThrow() instanceof Outcome.Failed(Failure failure)
                ? failure
                : Failure.of(Failure.Kind.ENGINE, "none", "");
    }

    private static String why(Rule.Case run, Instant now) {
        return Explain.run(run.state(), now).sentence();
    }

    // ------------------------------------------------------------ the table of outcomes

    @Test
    void a_run_ends_after_its_finally() {
        Rule.Case over = given(TASK).when(place("")).when(end("", 1, ok("1")));
        assertThat(happened(over)).containsExactly("ended ", "opened [finally] of ");
        assertThat(over.ready()).containsExactly(":finally");
        Rule.Case cleaned = over.when(place(":finally")).when(end(":finally", 1, ok("2")));
        assertThat(happened(cleaned))
                .containsExactly(
                        "ended :finally", "settled :finally", "settled ", "finished SUCCEEDED");
        assertThat(((RunState.Finished) cleaned.state()).result()).contains(new Value("1"));
    }

    @Test
    void a_finally_that_fails_makes_fail_what_has_succeeded() {
        Rule.Case over =
                given(TASK)
                        .when(place(""))
                        .when(end("", 1, ok("1")))
                        .when(place(":finally"))
                        .when(end(":finally", 1, failed()));
        assertThat(happened(over))
                .containsExactly(
                        "ended :finally", "settled :finally", "failed ", "finished FAILED");
        assertThat(failure(over, "").kind()).isEqualTo(Failure.Kind.UPSTREAM);
        assertThat(why(over, NOON)).contains("its finally failed: it broke").doesNotContain("too");
    }

    @Test
    void a_finally_that_fails_does_not_hide_what_failed_before() {
        Rule.Case over =
                given(TASK)
                        .when(place(""))
                        .when(end("", 1, failed(Failure.Kind.CRASH)))
                        .when(place(":finally"))
                        .when(end(":finally", 1, failed()));
        assertThat(happened(over)).endsWith("settled ", "finished FAILED");
        assertThat(failure(over, "").kind()).isEqualTo(Failure.Kind.CRASH);
        assertThat(why(over, NOON)).contains("its finally failed, too: E: it broke");
    }

    @Test
    void what_is_cancelled_stays_so_whatever_its_finally_comes_to() {
        for (Outcome came : List.of(ok("1"), failed())) {
            Rule.Case over =
                    given(TASK)
                            .when(place(""))
                            .when(cancel())
                            .when(end("", 1, new Outcome.Cancelled("SIGTERM")))
                            .when(place(":finally"))
                            .when(end(":finally", 1, came));
            assertThat(happened(over)).endsWith("settled ", "finished CANCELLED");
        }
    }

    @Test
    void hooks_are_chosen_by_the_outcome() {
        FlowSpec flow =
                followed(
                        task(),
                        hook("ok", On.SUCCEEDED, task()),
                        hook("bad", On.FAILED, task()),
                        FINALLY);
        Rule.Case run = given(flow).when(place(""));
        assertThat(happened(run.when(end("", 1, ok("1"))))).endsWith("opened [ok, finally] of ");
        assertThat(happened(run.when(end("", 1, failed())))).endsWith("opened [bad, finally] of ");
        assertThat(happened(run.when(cancel()).when(end("", 1, new Outcome.Cancelled("")))))
                .endsWith("opened [finally] of ");
    }

    @Test
    void who_needs_a_node_waits_for_its_hooks() {
        Rule.Case run =
                given(graph(task(), FINALLY), opened(""))
                        .when(place("a"))
                        .when(end("a", 1, ok("1")));
        assertThat(run.ready()).containsExactly("a/:finally");
        assertThat(run.when(place("a/:finally")).when(end("a/:finally", 1, ok("2"))).ready())
                .containsExactly("b");
    }

    @Test
    void a_task_that_is_tried_again_has_no_hooks_yet() {
        Rule.Case run = given(graph(task(1), FINALLY), opened("")).when(place("a"));
        assertThat(happened(run.when(end("a", 1, failed()))))
                .containsExactly("ended a", "RetryPlanned");
        assertThat(happened(run.when(end("a", 1, lost()))))
                .containsExactly("ended a", "TaskQueued");
    }

    @Test
    void what_never_began_has_no_hooks_but_the_run_has() {
        Rule.Case tasks = given(graph(task(), FINALLY), opened("")).when(cancel());
        assertThat(happened(tasks)).contains("cancelled a").noneMatch(it -> it.contains("opened"));
        Rule.Case run = given(TASK).when(cancel());
        assertThat(happened(run)).contains("opened [finally] of ");
    }

    @Test
    void a_node_that_is_passed_by_has_no_hooks() {
        SequencedMap<String, Graph.Child> children = new LinkedHashMap<>();
        children.put("a", new Graph.Child(task(), new TreeSet<>()));
        children.put(
                "b",
                new Graph.Child(
                        task(), new TreeSet<>(List.of("a")), Rules.PLAIN.with(List.of(FINALLY))));
        Rule.Case run =
                given(new Graph(children), opened("")).when(place("a")).when(end("a", 1, failed()));
        assertThat(happened(run)).endsWith("NodeSkipped", "failed ", "finished FAILED");
    }

    @Test
    void a_task_that_can_never_be_placed_has_failed_and_has_hooks() {
        Rule.Case run = given(graph(task(), FINALLY), opened("")).when(refuse("a"));
        assertThat(happened(run)).containsExactly("failed a", "opened [finally] of a");
    }

    // ------------------------------------------------------------ what they are given

    @Test
    void hooks_are_given_what_their_node_came_to() {
        Hook tell = hook("tell", On.FAILED, with(task(), "o", new Input.FromOutcome(List.of())));
        Rule.Case run =
                given(graph(task(), tell), opened(""))
                        .when(place("a"))
                        .when(began("a", 1))
                        .at(NOON.plusMillis(1_500))
                        .when(end("a", 1, failed()));
        String failure =
                "{\"task\":\"a\",\"kind\":\"user\",\"type\":\"E\",\"message\":\"it broke\","
                        + "\"place\":null,\"attempt\":1}";
        String outcome =
                "{\"state\":\"failed\",\"failure\":"
                        + failure
                        + ",\"failures\":["
                        + failure
                        + "],\"duration\":1.5,\"result\":null,\"name\":\"a\",\"attempt\":1,"
                        + "\"run\":\"run00001\"}";
        assertThat(outcome(run)).isEqualTo(outcome);
        assertThat(run.node("a/:tell").inputs().getFirst().value().json()).isEqualTo(outcome);
    }

    @Test
    void the_hooks_of_a_graph_are_given_all_that_failed_within() {
        Graph both =
                Rule.graph(
                        child("x", task()),
                        child("in", Rule.graph(child("y", task()), child("z", task()))));
        Rule.Case run =
                fresh(followed(both, FINALLY))
                        .when(start())
                        .when(place("x"))
                        .when(end("x", 1, failed()))
                        .when(place("in/y"))
                        .when(end("in/y", 1, failed()))
                        .at(NOON.plusSeconds(2))
                        .when(place("in/z"))
                        .when(end("in/z", 1, ok("1")));
        assertThat(outcome(run))
                .contains("\"task\":\"x\"", "\"task\":\"in/y\"", "{\"$\":\"float\",\"v\":\"2.0\"}")
                .doesNotContain("in/z");
        assertThat(failure(run.when(place(":finally")).when(end(":finally", 1, ok("1"))), ""))
                .isEqualTo(Failure.of(Failure.Kind.USER, "E", "it broke"));
    }

    @Test
    void what_a_hook_gives_is_not_in_the_result_and_its_failure_not_unseen() {
        Rule.Case body =
                given(TASK)
                        .when(place(""))
                        .when(began("", 1))
                        .when(ask("", 1, call("t", "t", "1")))
                        .when(place("t"))
                        .when(end("t", 1, failed()))
                        .when(place("t/:finally"))
                        .when(end("t/:finally", 1, failed()));
        assertThat(happened(body))
                .containsExactly("ended t/:finally", "settled t/:finally", "settled t");
        assertThat(body.node("").family().unseen().size()).isEqualTo(1);
        Rule.Case graph =
                fresh(followed(Rule.graph(child("x", task())), FINALLY))
                        .when(start())
                        .when(place("x"))
                        .when(end("x", 1, ok("5")))
                        .when(place(":finally"))
                        .when(end(":finally", 1, ok("6")));
        assertThat(((RunState.Finished) graph.state()).result()).contains(new Value("{\"x\":5}"));
    }

    // ------------------------------------------------------------ cancelling

    private static final Rule.Case CLEANING =
            given(TASK).when(place("")).when(cancel()).when(end("", 1, new Outcome.Cancelled("")));

    @Test
    void a_finally_of_a_cancelled_run_is_placed_and_may_call_tasks_and_wait() {
        Rule.Case run = CLEANING.when(place(":finally")).when(began(":finally", 1));
        Rule.Case called = run.when(ask(":finally", 1, call("t", "again", "1")));
        Rule.Case parked = called.when(await(":finally", 1, true, "t"));
        assertThat(parked.ready()).containsExactly(":finally/t");
        Rule.Case again = parked.when(place(":finally/t")).when(end(":finally/t", 1, failed()));
        assertThat(happened(again)).endsWith("RetryPlanned");
        Rule.Case there =
                again.at(NOON.plusSeconds(90))
                        .when(due(":finally/t"))
                        .when(place(":finally/t"))
                        .when(end(":finally/t", 2, ok("1")));
        assertThat(there.phase(":finally"))
                .isInstanceOfSatisfying(
                        Phase.Parked.class, wait -> assertThat(wait.missing()).isZero());
        Rule.Case done =
                there.when(new RunCommand.ResumeBody(path(":finally")))
                        .when(end(":finally", 1, ok("1")));
        assertThat(happened(done)).endsWith("settled ", "finished CANCELLED");
    }

    @Test
    void a_second_cancellation_is_known_and_a_hard_one_ends_the_finally_too() {
        CLEANING.when(cancel()).ignored();
        Rule.Case run = CLEANING.when(place(":finally")).when(kill());
        assertThat(happened(run)).containsExactly("CancelRequested", "stopping :finally");
        run.when(kill()).ignored();
        assertThat(happened(run.when(end(":finally", 1, new Outcome.Cancelled("")))))
                .containsExactly(
                        "ended :finally", "settled :finally", "settled ", "finished CANCELLED");
        Rule.Case unplaced = CLEANING.when(kill());
        assertThat(happened(unplaced))
                .containsExactly(
                        "CancelRequested", "cancelled :finally", "settled ", "finished CANCELLED");
    }

    @Test
    void after_a_hard_cancellation_no_hook_follows() {
        Rule.Case run = given(TASK).when(place("")).when(kill());
        assertThat(happened(run.when(end("", 1, new Outcome.Cancelled("")))))
                .containsExactly("ended ", "settled ", "finished CANCELLED");
    }

    @Test
    void what_ends_well_and_is_not_followed_because_of_it_counts_as_cancelled() {
        Rule.Case run = given(TASK).when(place("")).when(kill()).when(end("", 1, ok("1")));
        assertThat(happened(run))
                .containsExactly("ended ", "cancelled ", "settled ", "finished CANCELLED");
    }

    @Test
    void a_run_whose_finally_was_ended_by_force_has_not_succeeded() {
        Rule.Case run =
                given(TASK)
                        .when(place(""))
                        .when(end("", 1, ok("1")))
                        .when(place(":finally"))
                        .when(kill())
                        .when(end(":finally", 1, new Outcome.Cancelled("")));
        assertThat(happened(run)).endsWith("cancelled ", "finished CANCELLED");
    }

    @Test
    void a_node_whose_hooks_run_has_succeeded_and_stays_so_when_the_run_is_cancelled() {
        Rule.Case run = given(TASK).when(place("")).when(end("", 1, ok("1"))).when(cancel());
        assertThat(happened(run)).containsExactly("CancelRequested", "limited :finally");
        assertThat(happened(run.when(place(":finally")).when(end(":finally", 1, ok("2")))))
                .endsWith("settled ", "finished SUCCEEDED");
    }

    @Test
    void what_a_failed_body_leaves_is_ended_but_its_hooks_are_not() {
        Rule.Case run =
                given(TASK)
                        .when(place(""))
                        .when(began("", 1))
                        .when(ask("", 1, call("t", "t", "1"), call("t#2", "t", "2")))
                        .when(place("t"))
                        .when(end("t", 1, ok("1")))
                        .when(place("t/:finally"))
                        .when(end("", 1, failed()));
        assertThat(happened(run)).containsExactly("ended ", "cancelled t#2");
        assertThat(happened(run.when(end("t/:finally", 1, ok("1")))))
                .containsExactly(
                        "ended t/:finally",
                        "settled t/:finally",
                        "settled t",
                        "opened [finally] of ");
    }

    // ------------------------------------------------------------ one that hangs

    @Test
    void a_finally_has_sixty_seconds_while_the_run_is_cancelled() {
        Rule.Case run = CLEANING.when(place(":finally")).when(began(":finally", 1));
        assertThat(why(run, NOON.plusSeconds(40)))
                .isEqualTo(
                        "The run was cancelled by ann (changed my mind); its finally has been"
                                + " running for 40 s of at most 60 s.");
        run.at(NOON.plusSeconds(59)).when(hookDue(":finally")).ignored();
        Rule.Case late = run.at(NOON.plusSeconds(60)).when(hookDue(":finally"));
        late.then(stopping(":finally", 1, StopReason.OVERTIME));
        Rule.Case over = late.when(end(":finally", 1, new Outcome.Cancelled("SIGTERM")));
        assertThat(happened(over)).endsWith("settled ", "finished CANCELLED");
        assertThat(failure(over, ":finally").kind()).isEqualTo(Failure.Kind.TIMEOUT);
        assertThat(why(over, NOON)).isEqualTo("The run was cancelled.");
    }

    @Test
    void one_that_ran_when_the_run_was_cancelled_has_as_long_from_then_on() {
        Rule.Case run =
                given(TASK)
                        .when(place(""))
                        .when(end("", 1, ok("1")))
                        .when(place(":finally"))
                        .at(NOON.plusSeconds(600))
                        .when(cancel());
        assertThat(run.tree().clocks().due().get(path(":finally"))).contains(NOON.plusSeconds(660));
    }

    @Test
    void one_with_a_timeout_of_its_own_has_that_and_no_other() {
        Rule.Case run =
                given(followed(task(), hook("finally", On.ENDED, limited(Duration.ofHours(3), 0))))
                        .when(place(""))
                        .when(end("", 1, ok("1")))
                        .when(cancel());
        assertThat(happened(run)).containsExactly("CancelRequested");
        assertThat(run.tree().clocks().due().isEmpty()).isTrue();
    }

    @Test
    void one_that_is_a_graph_is_ended_as_a_whole_and_is_not_tried_again() {
        Graph steps = Rule.graph(child("x", task(3)), child("y", task(), "x"));
        Rule.Case run =
                fresh(followed(task(), hook("finally", On.ENDED, steps)))
                        .when(start())
                        .when(place(""))
                        .when(end("", 1, ok("1")))
                        .when(place(":finally/x"))
                        .at(NOON.plus(Hooks.LIMIT))
                        .when(hookDue(":finally"));
        assertThat(happened(run))
                .containsExactly("failed :finally", "stopping :finally/x", "cancelled :finally/y");
        Rule.Case over = run.when(end(":finally/x", 1, new Outcome.Cancelled("")));
        assertThat(happened(over))
                .containsExactly(
                        "ended :finally/x",
                        "settled :finally/x",
                        "settled :finally",
                        "failed ",
                        "finished FAILED");
        assertThat(failure(over, "").message()).contains("its finally failed: ran longer than 1 h");
    }

    @Test
    void one_that_never_got_a_place_is_over_in_time_too() {
        Rule.Case run = CLEANING.at(NOON.plusSeconds(60)).when(hookDue(":finally"));
        assertThat(happened(run))
                .containsExactly("failed :finally", "settled ", "finished CANCELLED");
    }

    @Test
    void a_limit_does_not_run_while_the_run_is_paused() {
        Rule.Case run = given(TASK).when(place("")).when(end("", 1, ok("1"))).when(pause());
        Rule.Case later = run.at(NOON.plus(Hooks.LIMIT));
        later.when(hookDue(":finally")).ignored();
        assertThat(later.when(goOn()).tree().clocks().due().get(path(":finally")))
                .contains(NOON.plus(Hooks.LIMIT).plus(Hooks.LIMIT));
    }

    @Test
    void but_what_runs_uses_up_its_time_and_what_waits_is_looked_at_again() {
        Rule.Case runs =
                given(TASK)
                        .when(place(""))
                        .when(end("", 1, ok("1")))
                        .when(place(":finally"))
                        .when(began(":finally", 1))
                        .when(pause())
                        .at(NOON.plus(Hooks.LIMIT));
        assertThat(happened(runs.when(hookDue(":finally")))).containsExactly("stopping :finally");
        Rule.Case waits =
                given(TASK)
                        .when(place(""))
                        .when(end("", 1, ok("1")))
                        .when(place(":finally"))
                        .when(began(":finally", 1))
                        .when(ask(":finally", 1, call("t", "again", "1")))
                        .when(await(":finally", 1, true, "t"))
                        .when(pause())
                        .at(NOON.plus(Hooks.LIMIT))
                        .when(hookDue(":finally"));
        assertThat(waits.tree().clocks().due().get(path(":finally")))
                .contains(NOON.plus(Hooks.LIMIT).plus(Hooks.LIMIT));
    }

    @Test
    void limits_are_owed_after_a_crash() {
        assertThat(RunEffects.outstanding(CLEANING.state()))
                .containsExactly(
                        new Effect.WakeAt(
                                new Timer.HookDue(path(":finally")), NOON.plusSeconds(60)));
    }

    // ------------------------------------------------------------ anew

    @Test
    void a_node_that_begins_afresh_is_followed_anew() {
        Rule.Case failed =
                given(TASK)
                        .when(place(""))
                        .when(end("", 1, failed()))
                        .when(place(":finally"))
                        .when(began(":finally", 1))
                        .when(ask(":finally", 1, call("t", "again", "1")))
                        .when(place(":finally/t"))
                        .when(end(":finally/t", 1, ok("1")))
                        .when(end(":finally", 1, ok("1")));
        Rule.Case again = failed.when(reopen()).when(place("")).when(end("", 2, ok("1")));
        assertThat(happened(again)).endsWith("opened [finally] of ");
        Rule.Case called =
                again.when(place(":finally"))
                        .when(began(":finally", 2))
                        .when(ask(":finally", 2, call("t", "again", "another")));
        assertThat(happened(called)).containsExactly("TasksSpawned");
        Rule.Case done =
                called.when(place(":finally/t"))
                        .when(end(":finally/t", 2, ok("2")))
                        .when(end(":finally", 2, ok("1")));
        assertThat(happened(done)).endsWith("settled ", "finished SUCCEEDED");
    }

    @Test
    void what_has_succeeded_is_not_followed_again() {
        Rule.Case failed =
                given(graph(task(), FINALLY), opened(""))
                        .when(place("a"))
                        .when(end("a", 1, ok("1")))
                        .when(place("a/:finally"))
                        .when(end("a/:finally", 1, ok("1")))
                        .when(place("b"))
                        .when(end("b", 1, failed()));
        Rule.Case again = failed.when(reopen());
        assertThat(again.ready()).containsExactly("b");
        assertThat(again.node("a/:finally").succeeded()).isTrue();
    }

    @Test
    void what_runs_says_what_it_waits_for() {
        Rule.Case run =
                given(graph(task(), FINALLY), opened(""))
                        .when(place("a"))
                        .when(end("a", 1, failed()));
        assertThat(
                        Explain.node(
                                        (RunState.Begun) run.state(),
                                        Optional.empty(),
                                        path("a"),
                                        NOON.plusSeconds(40))
                                .sentence())
                .isEqualTo(
                        "a has failed (E); its finally has been waiting for a free slot for 40 s"
                                + " of at most 1 h.");
    }
}
