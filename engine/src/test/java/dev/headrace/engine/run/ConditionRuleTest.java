package dev.headrace.engine.run;

import static dev.headrace.engine.run.Rule.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.engine.explain.Explain;
import dev.headrace.spec.flow.Expr;
import dev.headrace.spec.flow.Graph;
import dev.headrace.spec.flow.Input;
import dev.headrace.spec.flow.InvalidSpec;
import dev.headrace.spec.flow.JoinRules;
import dev.headrace.spec.flow.Node;
import dev.headrace.spec.flow.Result;
import dev.headrace.spec.flow.Rules;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Outcome.Skipped.Reason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** Conditions: asked when the join lets the node start, once, and by the evaluator alone. */
class ConditionRuleTest {
    /** {@code a}; {@code b} when its text holds; {@code c} needs b. */
    private static Graph abc(String text) {
        return graph(text, task(), Rules.PLAIN);
    }

    private static Graph graph(String text, Node b, Rules ofC) {
        SequencedMap<String, Graph.Child> children = new LinkedHashMap<>();
        children.put("a", new Graph.Child(task(), new TreeSet<>()));
        children.put(
                "b",
                new Graph.Child(b, new TreeSet<>(Set.of("a")), Rules.PLAIN.with(condition(text))));
        children.put("c", new Graph.Child(task(), new TreeSet<>(Set.of("b")), ofC));
        return new Graph(children);
    }

    private static Expr condition(String text) {
        SequencedMap<String, Input> names = new LinkedHashMap<>();
        names.put("a", new Input.FromNode("a", List.of()));
        return new Expr("test", text, names, "f.yaml:4");
    }

    private static RunEvent answered(String node, boolean holds) {
        return new RunEvent.ConditionAnswered(path(node), holds);
    }

    private static RunEvent passedBy(String node, String because, Reason reason) {
        return new RunEvent.NodeSkipped(path(node), path(because), reason);
    }

    private static Case done(Graph graph, String result) {
        return new Case(given(graph, opened("")).when(place("a")).when(end("a", 1, ok(result))));
    }

    private record Case(Rule.Case rule) {
        String why(String node) {
            return Explain.node((RunState.Begun) rule.state(), Optional.empty(), path(node), NOON)
                    .sentence();
        }
    }

    @Test
    void one_that_holds_lets_it_start() {
        var rule =
                done(abc("a=7"), "7")
                        .rule()
                        .then(ended("a", 1, ok("7")), settled("a"), answered("b", true));
        assertThat(rule.ready()).containsExactly("b");
    }

    @Test
    void one_that_does_not_hold_skips_it_and_what_needs_it() {
        Case skipped = done(abc("a=7"), "8");
        skipped.rule()
                .then(
                        ended("a", 1, ok("8")),
                        settled("a"),
                        answered("b", false),
                        passedBy("b", "b", Reason.CONDITION),
                        passedBy("c", "b", Reason.SPREAD),
                        settled(""),
                        finished(Verdict.SUCCEEDED));
        assertThat(skipped.why("b")).isEqualTo("b was skipped: its condition \"a=7\" is false.");
        assertThat(skipped.why("c")).isEqualTo("c was skipped: b was skipped.");
    }

    @Test
    void it_is_not_asked_when_its_need_failed() {
        given(abc("a=7"), opened(""))
                .when(place("a"))
                .when(end("a", 1, failed()))
                .then(
                        ended("a", 1, failed()),
                        settled("a"),
                        skipped("b", "a"),
                        skipped("c", "b"),
                        new RunEvent.NodeFailed(
                                NodePath.ROOT, Failure.of(Failure.Kind.USER, "E", "it broke")),
                        finished(Verdict.FAILED));
    }

    @Test
    void a_join_that_wants_skipped_ones_runs() {
        Rules none = Rules.PLAIN.with(JoinRules.named("none_failed").orElseThrow());
        assertThat(done(graph("a=7", task(), none), "8").rule().ready()).containsExactly("c");
    }

    @Test
    void an_answer_that_is_neither_fails_it_with_the_place() {
        Case wrong = done(abc("a"), "8");
        assertThat(wrong.rule().node("b").result()).contains(Result.FAILED);
        assertThat(wrong.why("b"))
                .isEqualTo(
                        "b failed: BadCondition: its condition \"a\" cannot be answered: it is"
                                + " neither true nor false but 8 (f.yaml:4).");
        assertThat(wrong.rule().node("c").result()).contains(Result.OMITTED);
    }

    @Test
    void one_that_cannot_be_worked_out_fails_it() {
        Case wrong = done(abc("z=1"), "8");
        assertThat(wrong.why("b")).contains("cannot be answered: there is no z (f.yaml:4)");
    }

    @Test
    void a_graph_opens_only_when_its_condition_holds() {
        Graph inner = Rule.graph(child("x", task()));
        done(graph("a=7", inner, Rules.PLAIN), "7")
                .rule()
                .then(ended("a", 1, ok("7")), settled("a"), answered("b", true), opened("b"));
        assertThat(done(graph("a=7", inner, Rules.PLAIN), "8").rule().node("b").result())
                .contains(Result.SKIPPED);
    }

    @Test
    void a_retry_does_not_ask_again() {
        done(graph("a=7", task(1), Rules.PLAIN), "7")
                .rule()
                .when(place("b"))
                .when(end("b", 1, failed()))
                .at(NOON.plusSeconds(600))
                .when(due("b"))
                .then(queued("b"));
    }

    @Test
    void a_new_generation_asks_again() {
        var failed = done(abc("a=7"), "7").rule().when(place("b")).when(end("b", 1, failed()));
        failed.when(reopen()).then(reopened(2), answered("b", true));
        var wrong = done(abc("z"), "7").rule();
        assertThat(wrong.when(reopen()).events()).startsWith(reopened(2));
        assertThat(wrong.when(reopen()).node("b").result()).contains(Result.FAILED);
    }

    @Test
    void what_was_skipped_is_asked_again_with_what_is_then_known() {
        SequencedMap<String, Graph.Child> children = new LinkedHashMap<>();
        children.put("a", new Graph.Child(task(), new TreeSet<>()));
        children.put(
                "b",
                new Graph.Child(
                        task(), new TreeSet<>(Set.of("a")), Rules.PLAIN.with(condition("a=7"))));
        children.put("d", new Graph.Child(task(), new TreeSet<>()));
        var over =
                given(new Graph(children), opened(""))
                        .when(place("a"))
                        .when(end("a", 1, ok("8")))
                        .when(place("d"))
                        .when(end("d", 1, failed()));
        over.when(reopen())
                .then(reopened(2), answered("b", false), passedBy("b", "b", Reason.CONDITION));
    }

    @Test
    void what_is_held_is_asked_when_it_is_released() {
        var held =
                given(abc("a=7"), opened(""))
                        .when(new RunCommand.HoldNode(path("b"), "ann", ""))
                        .when(place("a"))
                        .when(end("a", 1, ok("7")))
                        .then(ended("a", 1, ok("7")), settled("a"));
        held.when(new RunCommand.ReleaseNode(path("b"), "ann", ""))
                .then(new RunEvent.NodeReleased(path("b"), "ann", ""), answered("b", true));
    }

    @Test
    void a_cancelled_run_asks_nothing() {
        given(abc("a=7"), opened(""))
                .when(cancel())
                .then(
                        cancelWished(),
                        cancelled("a"),
                        cancelled("b"),
                        cancelled("c"),
                        cancelled(""),
                        finished(Verdict.CANCELLED));
    }

    @Test
    void a_task_that_skips_itself_is_not_tried_again() {
        var reported = new Outcome.Skipped(NodePath.ROOT, Reason.SELF, "no news");
        var outcome = new Outcome.Skipped(path("b"), Reason.SELF, "no news");
        Case skipped =
                new Case(
                        done(graph("a=7", task(3), Rules.PLAIN), "7")
                                .rule()
                                .when(place("b"))
                                .when(end("b", 1, reported))
                                .then(
                                        ended("b", 1, outcome),
                                        settled("b"),
                                        passedBy("c", "b", Reason.SPREAD),
                                        settled(""),
                                        finished(Verdict.SUCCEEDED)));
        assertThat(skipped.why("b")).isEqualTo("b skipped itself: no news.");
    }

    @Test
    void a_node_without_needs_is_asked_at_once() {
        SequencedMap<String, Graph.Child> children = new LinkedHashMap<>();
        children.put(
                "a",
                new Graph.Child(
                        task(),
                        new TreeSet<>(),
                        Rules.PLAIN.with(new Expr("test", "x=1", new LinkedHashMap<>(), ""))));
        var run = fresh(new Graph(children)).when(start());
        assertThat(run.node("a").result()).contains(Result.FAILED);
    }

    @Test
    void a_condition_looks_only_at_what_is_needed() {
        SequencedMap<String, Graph.Child> children = new LinkedHashMap<>();
        children.put("a", new Graph.Child(task(), new TreeSet<>()));
        children.put(
                "b", new Graph.Child(task(), new TreeSet<>(), Rules.PLAIN.with(condition("a=7"))));
        Assertions.assertThatExceptionOfType(InvalidSpec.class)
                .isThrownBy(() -> new Graph(children))
                .withMessageContaining("HR-0120");
    }
}
