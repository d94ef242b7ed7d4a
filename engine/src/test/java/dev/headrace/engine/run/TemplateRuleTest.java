package dev.headrace.engine.run;

import static dev.headrace.engine.run.Rule.NOON;
import static dev.headrace.engine.run.Rule.cancel;
import static dev.headrace.engine.run.Rule.cancelled;
import static dev.headrace.engine.run.Rule.child;
import static dev.headrace.engine.run.Rule.end;
import static dev.headrace.engine.run.Rule.ended;
import static dev.headrace.engine.run.Rule.failed;
import static dev.headrace.engine.run.Rule.finished;
import static dev.headrace.engine.run.Rule.graph;
import static dev.headrace.engine.run.Rule.ok;
import static dev.headrace.engine.run.Rule.path;
import static dev.headrace.engine.run.Rule.place;
import static dev.headrace.engine.run.Rule.reopen;
import static dev.headrace.engine.run.Rule.reopened;
import static dev.headrace.engine.run.Rule.settled;
import static dev.headrace.engine.run.Rule.skipped;
import static dev.headrace.engine.run.Rule.start;
import static dev.headrace.engine.run.Rule.task;
import static dev.headrace.engine.run.Rule.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.engine.explain.Explain;
import dev.headrace.spec.flow.Call;
import dev.headrace.spec.flow.Expr;
import dev.headrace.spec.flow.FlowSpec;
import dev.headrace.spec.flow.Graph;
import dev.headrace.spec.flow.Input;
import dev.headrace.spec.flow.InvalidSpec;
import dev.headrace.spec.flow.JoinRules;
import dev.headrace.spec.flow.Node;
import dev.headrace.spec.flow.Param;
import dev.headrace.spec.flow.Repeat;
import dev.headrace.spec.flow.Rules;
import dev.headrace.spec.flow.Template;
import dev.headrace.spec.flow.Template.Answer;
import dev.headrace.spec.flow.Template.Output;
import dev.headrace.spec.flow.Template.Source;
import dev.headrace.spec.flow.Type;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TemplateRuleTest {
    private static final Input N = new Input.FromArgument("n");

    @Test
    void a_call_opens_with_its_arguments_and_gives_what_its_body_gives() {
        Rule.Case run =
                fresh(graph(child("a", call("t", "n", "3"))), library("t", with(task(), "x", N)))
                        .when(start());

        run.then(Rule.began(), Rule.opened(""), opened("a", 0, "3"));
        assertThat(run.node("a/t").inputs().getFirst().value().json()).isEqualTo("3");
        run.when(place("a/t"))
                .when(end("a/t", 1, ok("5")))
                .then(
                        ended("a/t", 1, ok("5")),
                        settled("a/t"),
                        settled("a"),
                        settled(""),
                        finished(Verdict.SUCCEEDED));
    }

    @Test
    void what_is_not_given_is_what_the_template_says() {
        fresh(graph(child("a", new Call("t", new LinkedHashMap<>()))), library("t", task()))
                .when(start())
                .then(Rule.began(), Rule.opened(""), opened("a", 0, "7"));
    }

    @Test
    void within_a_template_its_own_arguments_are_seen_and_those_of_the_run_when_asked_for() {
        Node body =
                with(
                        with(task(), "own", new Input.FromArgument("n")),
                        "run",
                        new Input.FromRun("day"));
        Rule.Case run =
                fresh(graph(child("a", call("t", "n", "3"))), library("t", body))
                        .when(
                                new RunCommand.StartRun(
                                        Rule.RUN, "v", values("day", "\"mon\""), "manual", "me"));

        assertThat(run.node("a/t").inputs())
                .extracting(input -> input.value().json())
                .containsExactly("3", "\"mon\"");
    }

    @Test
    void what_has_the_wrong_type_is_not_begun() {
        fresh(graph(child("a", call("t", "n", "\"three\""))), library("t", task()))
                .when(start())
                .then(
                        Rule.began(),
                        Rule.opened(""),
                        fails(
                                "a",
                                Failure.Kind.VALUE,
                                "WrongType",
                                "its input n wants int, and was given \"three\""),
                        fails(
                                "",
                                Failure.Kind.VALUE,
                                "WrongType",
                                "its input n wants int, and was given \"three\""),
                        finished(Verdict.FAILED));
    }

    @Test
    void what_a_template_gives_is_taken_from_among_its_children_and_checked() {
        Graph body = graph(child("x", task()), child("y", task(), "x"));
        Template typed =
                new Template(
                        params(),
                        body,
                        Optional.of(
                                new Output.Bare(
                                        new Answer(
                                                new Source.FirstOf(
                                                        List.of(
                                                                new Input.FromNode("y", List.of()),
                                                                new Input.FromNode(
                                                                        "x", List.of()))),
                                                Type.Basic.INT))));
        Rule.Case run =
                fresh(graph(child("a", call("t", "n", "1"))), library("t", typed))
                        .when(start())
                        .when(place("a/t/x"))
                        .when(end("a/t/x", 1, ok("4")))
                        .when(place("a/t/y"));

        assertThat(run.when(end("a/t/y", 1, ok("5"))).events())
                .contains(new RunEvent.CallReturned(path("a"), new Value("5")));
        assertThat(run.when(end("a/t/y", 1, ok("\"five\""))).events())
                .contains(
                        fails(
                                "a",
                                Failure.Kind.VALUE,
                                "WrongType",
                                "its result shall be int, and is \"five\""));
    }

    @Test
    void a_failure_within_is_the_failure_of_the_call() {
        Rule.Case run =
                fresh(
                                graph(child("a", call("t", "n", "1")), child("b", task(), "a")),
                                library("t", task()))
                        .when(start())
                        .when(place("a/t"))
                        .when(end("a/t", 1, failed()));

        run.then(
                ended("a/t", 1, failed()),
                settled("a/t"),
                fails("a", Failure.Kind.USER, "E", "it broke"),
                skipped("b", "a"),
                fails("", Failure.Kind.USER, "E", "it broke"),
                finished(Verdict.FAILED));
        run.when(reopen()).then(reopened(2));
        assertThat(run.when(reopen()).ready()).containsExactly("a/t");
    }

    // ---------------------------------------------------------------- rounds

    @Test
    void a_call_is_repeated_until_its_condition_holds_and_old_rounds_are_gone() {
        SequencedMap<String, Input> next = new LinkedHashMap<>();
        next.put("n", new Input.FromRound(List.of()));
        Rule.Case run =
                fresh(graph(child("a", loop(next, 3, "result=9"))), library("t", task()))
                        .when(start())
                        .when(place("a/t[0]"))
                        .when(end("a/t[0]", 1, ok("8")));

        run.then(ended("a/t[0]", 1, ok("8")), settled("a/t[0]"), opened("a", 1, "8"));
        assertThat(run.tree().find(path("a/t[0]"))).isEmpty();
        assertThat(run.node("a/t[1]").ordinal()).isEqualTo(3);
        assertThat(why(run, "a")).isEqualTo("a is in round 2 of at most 3 of t.");
        Rule.Case done = run.when(place("a/t[1]")).when(end("a/t[1]", 1, ok("9")));
        done.then(
                ended("a/t[1]", 1, ok("9")),
                settled("a/t[1]"),
                settled("a"),
                settled(""),
                finished(Verdict.SUCCEEDED));
        assertThat(why(done, "a")).isEqualTo("a has succeeded, after 2 rounds.");
    }

    @Test
    void a_loop_that_does_not_end_within_its_bound_fails() {
        Rule.Case run =
                fresh(
                                graph(child("a", loop(new LinkedHashMap<>(), 1, "result=9"))),
                                library("t", task()))
                        .when(start())
                        .when(place("a/t[0]"))
                        .when(end("a/t[0]", 1, ok("8")));

        assertThat(run.events())
                .contains(
                        fails(
                                "a",
                                Failure.Kind.LIMIT,
                                "TooManyRounds",
                                "after 1 rounds \"result=9\" still does not hold; the last one"
                                        + " gave 8"));
    }

    @Test
    void ten_thousand_rounds_stay_small() {
        Rule.Case run =
                fresh(
                                graph(child("a", loop(new LinkedHashMap<>(), 10_000, "result=9"))),
                                library("t", graph(child("x", task()))))
                        .when(start());
        for (int round = 0; round < 9_999; round++) {
            String x = "a/t[" + round + "]/x";
            run = run.when(place(x)).when(end(x, 1, ok("8")));
        }
        assertThat(run.tree().nodes().size()).isEqualTo(4);
        assertThat(run.node("a/t[9999]/x").ordinal()).isEqualTo(2 + 2 * 9_999 + 1);
    }

    @Test
    void each_round_is_looked_up_and_what_came_of_it_is_gone_with_the_round() {
        Rule.Case run =
                fresh(
                                graph(child("a", loop(new LinkedHashMap<>(), 3, "result=9"))),
                                library("t", with(CacheRuleTest.cached(), "x", N)))
                        .when(start());
        assertThat(run.node("a/t[0]").phase()).isEqualTo(new Phase.Looking());
        assertThat(run.node("a/t[0]").inputs().getFirst().value().json()).isEqualTo("7");

        run =
                run.when(CacheRuleTest.miss("a/t[0]"))
                        .when(place("a/t[0]"))
                        .when(end("a/t[0]", 1, ok("8")));
        assertThat(run.node("a/t[1]").phase()).isEqualTo(new Phase.Looking());
        assertThat(run.tree().cache().looked().isEmpty()).isTrue();
        assertThat(run.tree().cache().lookups().size()).isEqualTo(1);

        Rule.Case done = run.when(CacheRuleTest.hit("a/t[1]"));
        assertThat(done.node("a/t[2]").phase()).isEqualTo(new Phase.Looking());
        assertThat(done.tree().cache().looked().isEmpty()).isTrue();
    }

    @Test
    void a_cancelled_loop_begins_no_further_round() {
        fresh(graph(child("a", loop(new LinkedHashMap<>(), 5, "result=9"))), library("t", task()))
                .when(start())
                .when(place("a/t[0]"))
                .when(cancel())
                .when(end("a/t[0]", 1, ok("8")))
                .then(
                        ended("a/t[0]", 1, ok("8")),
                        settled("a/t[0]"),
                        cancelled("a"),
                        cancelled(""),
                        finished(Verdict.CANCELLED));
    }

    // ---------------------------------------------------------------- recursion

    @Test
    void a_template_within_itself_is_ended_a_hundred_deep() {
        Template down =
                new Template(
                        params(),
                        new Graph(children("below", new Call("t", inputs(N)), condition("n"))),
                        Optional.empty());
        Rule.Case run =
                fresh(graph(child("top", call("t", "n", "true"))), untyped(down)).when(start());

        assertThat(run.events().stream().filter(RunEvent.CallOpened.class::isInstance))
                .hasSize(Call.RECURSION_MAX);
        assertThat(run.node("top").outcome())
                .hasValueSatisfying(outcome ->
                        assertThat(((Outcome.Failed) outcome).failure().type())
                                .isEqualTo("TooDeep"));
    }

    @Test
    void a_template_that_surely_calls_itself_is_no_flow() {
        Template endless =
                new Template(
                        params(), graph(child("x", new Call("t", inputs(N)))), Optional.empty());

        assertThatThrownBy(
                        () -> flow(graph(child("a", call("t", "n", "1"))), library("t", endless)))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining("HR-0123")
                .hasMessageContaining("t -> t");
    }

    @Test
    void a_call_of_nothing_or_with_something_else_is_no_flow() {
        assertThatThrownBy(() -> flow(graph(child("a", call("u", "n", "1"))), library("t", task())))
                .hasMessageContaining("HR-0124");
        assertThatThrownBy(() -> flow(graph(child("a", call("t", "m", "1"))), library("t", task())))
                .hasMessageContaining("HR-0125");
    }

    // ---------------------------------------------------------------- words

    private static SequencedMap<String, Graph.Child> children(String name, Node node, Expr when) {
        SequencedMap<String, Graph.Child> children = new LinkedHashMap<>();
        children.put(
                name,
                new Graph.Child(
                        node,
                        new TreeSet<>(),
                        new Rules(JoinRules.ALL_SUCCEEDED, Set.of(), Optional.of(when))));
        return children;
    }

    private static Expr condition(String text) {
        SequencedMap<String, Input> names = new LinkedHashMap<>();
        names.put("n", N);
        return new Expr("test", text, names, "");
    }

    private static SequencedMap<String, Input> inputs(Input n) {
        SequencedMap<String, Input> inputs = new LinkedHashMap<>();
        inputs.put("n", n);
        return inputs;
    }

    private static SequencedMap<String, Template> untyped(Template template) {
        SequencedMap<String, Param> params = new LinkedHashMap<>();
        params.put("n", new Param("n", "", Optional.empty()));
        return library("t", new Template(params, template.body(), template.output()));
    }

    private static Call call(String template, String name, String json) {
        SequencedMap<String, Input> inputs = new LinkedHashMap<>();
        inputs.put(name, new Input.Literal(new Value(json)));
        return new Call(template, inputs);
    }

    private static Call loop(SequencedMap<String, Input> next, int max, String until) {
        SequencedMap<String, Input> names = new LinkedHashMap<>();
        names.put("result", new Input.FromRound(List.of()));
        return new Call(
                "t",
                new LinkedHashMap<>(),
                Optional.of(
                        new Repeat(Optional.of(new Expr("test", until, names, "")), max, next)));
    }

    private static SequencedMap<String, Param> params() {
        SequencedMap<String, Param> params = new LinkedHashMap<>();
        params.put("n", new Param("n", "int", Optional.of(new Value("7"))));
        return params;
    }

    private static SequencedMap<String, Template> library(String name, Node body) {
        return library(name, new Template(params(), body, Optional.empty()));
    }

    private static SequencedMap<String, Template> library(String name, Template template) {
        SequencedMap<String, Template> library = new LinkedHashMap<>();
        library.put(name, template);
        return library;
    }

    private static SequencedMap<String, Value> values(String name, String json) {
        SequencedMap<String, Value> values = new LinkedHashMap<>();
        values.put(name, new Value(json));
        return values;
    }

    private static FlowSpec flow(Node root, SequencedMap<String, Template> library) {
        SequencedMap<String, Param> params = new LinkedHashMap<>();
        params.put("day", new Param("day", "", Optional.empty()));
        return new FlowSpec(
                "flow", params, root, new LinkedHashMap<>(), List.of(), Optional.empty(), library);
    }

    private static Rule.Case fresh(Node root, SequencedMap<String, Template> library) {
        return new Rule.Case(new RunState.NotStarted(flow(root, library)));
    }

    private static RunEvent opened(String node, int round, String n) {
        return new RunEvent.CallOpened(path(node), round, values("n", n));
    }

    private static RunEvent fails(String node, Failure.Kind kind, String type, String message) {
        return new RunEvent.NodeFailed(path(node), Failure.of(kind, type, message));
    }

    private static String why(Rule.Case run, String node) {
        return Explain.node((RunState.Begun) run.state(), Optional.empty(), path(node), NOON)
                .sentence();
    }
}
