package dev.headrace.engine.run;

import static dev.headrace.engine.run.Rule.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.spec.flow.Call;
import dev.headrace.spec.flow.FlowSpec;
import dev.headrace.spec.flow.Graph;
import dev.headrace.spec.flow.Hook;
import dev.headrace.spec.flow.Hook.On;
import dev.headrace.spec.flow.Input;
import dev.headrace.spec.flow.InvalidSpec;
import dev.headrace.spec.flow.Node;
import dev.headrace.spec.flow.Param;
import dev.headrace.spec.flow.Policy;
import dev.headrace.spec.flow.Repeat;
import dev.headrace.spec.flow.Rules;
import dev.headrace.spec.flow.Template;
import dev.headrace.spec.flow.Template.Answer;
import dev.headrace.spec.flow.Template.Output;
import dev.headrace.spec.flow.Template.Source;
import dev.headrace.spec.flow.Type;
import dev.headrace.spec.flow.Wait;
import dev.headrace.spec.run.Awaited;
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

/** Hooks at calls of templates and at waits, in templates, and of what is marked by hand. */
class HookMeetingsRuleTest {
    private static final Hook FINALLY = hook("finally", On.ENDED, task());

    /** A node a with these hooks, and b that needs it. */
    private static Graph graph(Node a, Hook... hooks) {
        SequencedMap<String, Graph.Child> children = new LinkedHashMap<>();
        children.put("a", new Graph.Child(a, new TreeSet<>(), Rules.PLAIN.with(List.of(hooks))));
        children.put("b", new Graph.Child(task(), new TreeSet<>(List.of("a"))));
        return new Graph(children, Policy.PLAIN);
    }

    private static FlowSpec flow(Node root, Template t) {
        SequencedMap<String, Template> library = new LinkedHashMap<>();
        library.put("t", t);
        return new FlowSpec(
                "flow",
                new LinkedHashMap<>(),
                root,
                new LinkedHashMap<>(),
                List.of(),
                Optional.empty(),
                library);
    }

    private static Template template(Node body) {
        SequencedMap<String, Param> params = new LinkedHashMap<>();
        params.put("n", new Param("n", "int", Optional.of(new Value("7"))));
        return new Template(params, body, Optional.empty());
    }

    private static Call call(String template) {
        SequencedMap<String, Input> inputs = new LinkedHashMap<>();
        inputs.put("n", new Input.Literal(new Value("3")));
        return new Call(template, inputs, Optional.empty());
    }

    private static Rule.Case begun(Node root, Template t) {
        return fresh(flow(root, t)).when(start());
    }

    private static List<List<String>> followed(Rule.Case run) {
        return run.events().stream()
                .filter(RunEvent.HooksOpened.class::isInstance)
                .map(event -> ((RunEvent.HooksOpened) event).hooks())
                .toList();
    }

    // ------------------------------------------------------------ calls

    @Test
    void a_repeated_call_is_followed_once_after_its_last_round() {
        Call twice =
                new Call(
                        "t",
                        new LinkedHashMap<>(),
                        Optional.of(new Repeat(Optional.empty(), 2, new LinkedHashMap<>())));
        Rule.Case first =
                begun(graph(twice, FINALLY), template(task()))
                        .when(place("a/t[0]"))
                        .when(end("a/t[0]", 1, ok("1")));
        assertThat(followed(first)).isEmpty();
        Rule.Case second = first.when(place("a/t[1]")).when(end("a/t[1]", 1, ok("2")));
        assertThat(followed(second)).containsExactly(List.of("finally"));
        assertThat(second.ready()).containsExactly("a/:finally");
        Rule.Case over = second.when(place("a/:finally")).when(end("a/:finally", 1, ok("9")));
        assertThat(over.node("a").outcome()).contains(ok("2"));
        assertThat(over.ready()).containsExactly("b");
    }

    @Test
    void a_call_with_an_output_gives_that_after_its_hooks() {
        Template typed =
                new Template(
                        new LinkedHashMap<>(),
                        graph(task()),
                        Optional.of(
                                new Output.Bare(
                                        new Answer(
                                                new Source.One(new Input.FromNode("a", List.of())),
                                                Type.Basic.INT))));
        Call plain = new Call("t", new LinkedHashMap<>(), Optional.empty());
        Rule.Case run =
                begun(graph(plain, FINALLY), typed)
                        .when(place("a/t/a"))
                        .when(end("a/t/a", 1, ok("5")))
                        .when(place("a/t/b"));
        Rule.Case over =
                run.when(end("a/t/b", 1, ok("6")))
                        .when(place("a/:finally"))
                        .when(end("a/:finally", 1, ok("9")));
        assertThat(over.node("a").outcome()).contains(ok("5"));

        Rule.Case wrong =
                begun(graph(plain, FINALLY), typed)
                        .when(place("a/t/a"))
                        .when(end("a/t/a", 1, ok("\"five\"")))
                        .when(place("a/t/b"))
                        .when(end("a/t/b", 1, ok("6")));
        assertThat(followed(wrong)).containsExactly(List.of("finally"));
        assertThat(wrong.events().stream().filter(RunEvent.NodeFailed.class::isInstance))
                .hasSize(1);
    }

    @Test
    void a_hook_in_a_template_sees_what_the_template_is_given() {
        Hook told = hook("finally", On.ENDED, with(task(), "n", new Input.FromArgument("n")));
        Rule.Case run =
                begun(graph(call("t")), template(graph(task(), told)))
                        .when(place("a/t/a"))
                        .when(end("a/t/a", 1, ok("1")));
        assertThat(run.node("a/t/a/:finally").inputs().getFirst().value())
                .isEqualTo(new Value("3"));
    }

    @Test
    void a_hook_may_be_a_call_which_goes_on_while_the_run_is_cancelled() {
        Rule.Case run =
                begun(graph(task(), hook("finally", On.ENDED, call("t"))), template(task()))
                        .when(place("a"))
                        .when(cancel())
                        .when(end("a", 1, new Outcome.Cancelled("SIGTERM")));
        assertThat(run.ready()).containsExactly("a/:finally/t");
        assertThat(run.node("a/:finally/t").cleanup()).isTrue();
        assertThat(run.node("a/:finally/t").fixed().outcome()).isEmpty();
        run.when(place("a/:finally/t")).when(kill());
    }

    @Test
    void calls_in_hooks_are_checked_as_others_are() {
        Node endless = graph(task(), hook("finally", On.ENDED, call("t")));
        assertThatThrownBy(() -> flow(task(), template(endless)))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining("HR-0123");
        Node perhaps = graph(task(), hook("bad", On.FAILED, call("t")));
        flow(task(), template(perhaps));
        assertThatThrownBy(
                        () -> flow(graph(task(), hook("x", On.ENDED, call("u"))), template(task())))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining("HR-0124");
    }

    // ------------------------------------------------------------ waits

    private static final Wait HOUR = new Wait(new Awaited.After(Duration.ofHours(1)));

    @Test
    void a_wait_that_ends_is_followed() {
        Instant later = NOON.plus(Duration.ofHours(1));
        Rule.Case run = begun(graph(HOUR, FINALLY), template(task())).at(later).when(waited("a"));
        assertThat(followed(run)).containsExactly(List.of("finally"));
        assertThat(run.ready()).containsExactly("a/:finally");
    }

    @Test
    void a_wait_that_is_cancelled_has_begun_and_is_followed() {
        Rule.Case run = begun(graph(HOUR, FINALLY), template(task())).when(cancel());
        assertThat(followed(run)).containsExactly(List.of("finally"));
        assertThat(run.ready()).containsExactly("a/:finally");
    }

    @Test
    void a_wait_in_a_hook_ends_while_the_run_is_cancelled() {
        Wait some = new Wait(new Awaited.After(Duration.ofSeconds(30)));
        Rule.Case run =
                begun(graph(task(), hook("finally", On.ENDED, some)), template(task()))
                        .when(place("a"))
                        .when(cancel())
                        .when(end("a", 1, new Outcome.Cancelled("SIGTERM")));
        assertThat(run.node("a/:finally").phase()).isInstanceOf(Phase.Asleep.class);
        Rule.Case over = run.at(NOON.plusSeconds(30)).when(waited("a/:finally"));
        assertThat(over.state()).isInstanceOf(RunState.Finished.class);
        assertThat(over.node("a/:finally").succeeded()).isTrue();
    }

    @Test
    void a_wait_in_a_hook_has_the_time_of_the_hook() {
        Wait some = new Wait(new Awaited.After(Duration.ofHours(3)));
        Rule.Case run =
                given(graph(task(), hook("finally", On.ENDED, some)), opened(""))
                        .when(place("a"))
                        .when(end("a", 1, ok("1")))
                        .at(NOON.plus(Hooks.LIMIT))
                        .when(hookDue("a/:finally"));
        assertThat(run.node("a").outcome().orElseThrow()).isInstanceOf(Outcome.Failed.class);
        assertThat(run.tree().asleep()).isZero();
    }

    // ------------------------------------------------------------ marks

    @Test
    void what_is_marked_before_it_has_begun_is_not_followed() {
        Rule.Case run =
                given(graph(task(1), FINALLY), opened(""))
                        .when(mark("a", new Mark.Output(new Value("7"))));
        assertThat(followed(run)).isEmpty();
        assertThat(run.ready()).containsExactly("b");
    }

    @Test
    void what_is_marked_between_its_attempts_is_followed() {
        Mark seven = new Mark.Output(new Value("7"));
        Rule.Case run =
                given(graph(task(1), FINALLY), opened(""))
                        .when(place("a"))
                        .when(end("a", 1, failed()))
                        .when(mark("a", seven));
        assertThat(followed(run)).containsExactly(List.of("finally"));
        run.when(mark("a", seven)).ignored();
        Rule.Case over = run.when(place("a/:finally")).when(end("a/:finally", 1, ok("9")));
        assertThat(over.node("a").outcome()).contains(ok("7"));
        assertThat(over.ready()).containsExactly("b");
    }

    @Test
    void what_was_marked_stays_so_when_a_hook_of_something_it_called_fails() {
        Rule.Case called =
                given(Rule.followed(task(), FINALLY), Rule.placed("", 1), Rule.started("", 1))
                        .when(Rule.ask("", 1, Rule.call("t", "t", "1")))
                        .when(place("t"))
                        .when(end("t", 1, ok("1")));
        assertThat(followed(called)).containsExactly(List.of("finally"));
        Rule.Case marked =
                called.when(place("t/:finally"))
                        .when(end("", 1, new Outcome.Lost("its host is gone")))
                        .when(mark("", new Mark.Output(new Value("7"))));
        Rule.Case over = marked.when(end("t/:finally", 1, failed()));
        assertThat(over.node("t").outcome().orElseThrow()).isInstanceOf(Outcome.Failed.class);
        assertThat(followed(over)).containsExactly(List.of("finally"));
        Rule.Case done = over.when(place(":finally")).when(end(":finally", 1, ok("9")));
        assertThat(done.node("").outcome()).contains(ok("7"));
    }
}
