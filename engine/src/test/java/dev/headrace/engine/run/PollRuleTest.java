package dev.headrace.engine.run;

import static dev.headrace.engine.run.Rule.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.engine.explain.Explain;
import dev.headrace.engine.run.RunEvent.PollPlanned;
import dev.headrace.spec.flow.FlowSpec;
import dev.headrace.spec.flow.Hook;
import dev.headrace.spec.flow.Poll;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

/** Tasks that look again and again. */
class PollRuleTest {
    private static final Duration EVERY = Duration.ofSeconds(30);
    private static final Instant NEXT = NOON.plus(EVERY);

    private static Task sensor(Optional<Duration> limit, boolean skips) {
        Task task = task(1);
        return new Task(
                task.action(),
                task.inputs(),
                task.resources(),
                task.retry(),
                task.timeout(),
                Optional.of(new Poll(EVERY, limit, skips)));
    }

    private static Rule.Case looked(Task sensor, String json) {
        return given(graph(child("s", sensor), child("t", task(), "s")), opened(""))
                .when(place("s"))
                .when(end("s", 1, ok(json)));
    }

    @Test
    void what_is_neither_false_nor_nothing_is_its_result() {
        for (String json : new String[] {"true", "0", "\"\"", "[]", "{}"}) {
            assertThat(looked(sensor(Optional.empty(), false), json).phase("s"))
                    .isInstanceOf(Phase.Settled.class);
        }
    }

    @Test
    void who_looked_in_vain_looks_again_after_a_while_and_has_no_slot() {
        for (String json : new String[] {"false", "null"}) {
            Rule.Case run = looked(sensor(Optional.empty(), false), json);
            assertThat(run.events()).contains(new PollPlanned(path("s"), NEXT));
            assertThat(run.phase("s")).isEqualTo(new Phase.BackingOff(NEXT, Phase.After.LOOK));
            assertThat(((RunState.Begun) run.state()).tree().live()).isZero();
        }
    }

    @Test
    void the_next_look_is_another_attempt_and_may_succeed() {
        Rule.Case run =
                looked(sensor(Optional.empty(), false), "false")
                        .at(NEXT)
                        .when(due("s"))
                        .when(place("s"))
                        .when(end("s", 2, ok("5")));
        assertThat(run.phase("s")).isEqualTo(new Phase.Settled(ok("5")));
        assertThat(run.phase("t")).isInstanceOf(Phase.Ready.class);
    }

    @Test
    void looking_spends_no_retry() {
        Rule.Case run =
                looked(sensor(Optional.empty(), false), "false")
                        .at(NEXT)
                        .when(due("s"))
                        .when(place("s"))
                        .when(end("s", 2, failed()));
        assertThat(run.phase("s"))
                .isInstanceOfSatisfying(
                        Phase.BackingOff.class,
                        after -> assertThat(after.after()).isEqualTo(Phase.After.FAILURE));
    }

    @Test
    void the_last_look_is_at_its_limit_and_then_it_has_failed_for_good() {
        Duration limit = Duration.ofSeconds(45);
        Rule.Case run = looked(sensor(Optional.of(limit), false), "false").at(NEXT);
        run = run.when(due("s")).when(place("s")).when(end("s", 2, ok("false")));
        Instant last = NOON.plus(limit);
        assertThat(run.phase("s")).isEqualTo(new Phase.BackingOff(last, Phase.After.LOOK));
        run = run.at(last).when(due("s")).when(place("s")).when(end("s", 3, ok("false")));
        assertThat(run.phase("s"))
                .isInstanceOfSatisfying(
                        Phase.Settled.class,
                        over ->
                                assertThat(over.outcome())
                                        .isInstanceOfSatisfying(
                                                Outcome.Failed.class,
                                                no -> {
                                                    assertThat(no.failure().kind())
                                                            .isEqualTo(Failure.Kind.TIMEOUT);
                                                    assertThat(no.failure().message())
                                                            .contains("3 times in vain");
                                                }));
    }

    @Test
    void a_soft_one_is_skipped_at_its_limit() {
        Duration limit = Duration.ofSeconds(30);
        Rule.Case run =
                looked(sensor(Optional.of(limit), true), "false")
                        .at(NEXT)
                        .when(due("s"))
                        .when(place("s"))
                        .when(end("s", 2, ok("false")));
        assertThat(run.phase("s"))
                .isEqualTo(
                        new Phase.Settled(
                                new Outcome.Skipped(path("s"), Outcome.Skipped.Reason.LIMIT)));
    }

    @Test
    void what_a_look_has_called_is_called_anew_by_the_next() {
        Rule.Case run =
                given(graph(child("s", sensor(Optional.empty(), false))), opened(""))
                        .when(place("s"))
                        .when(ask("s", 1, call("t", "t", "1")))
                        .when(place("s/t"))
                        .when(end("s/t", 1, ok("1")))
                        .when(end("s", 1, ok("false")))
                        .at(NEXT)
                        .when(due("s"))
                        .when(place("s"));
        assertThat(((RunState.Begun) run.state()).tree().find(path("s/t"))).isEmpty();
        run = run.when(ask("s", 2, call("t", "t", "1")));
        assertThat(run.phase("s/t")).isInstanceOf(Phase.Ready.class);
        assertThat(run.when(place("s/t")).events()).containsExactly(placed("s/t", 2));
    }

    @Test
    void cancelled_between_two_looks_it_looks_no_more() {
        assertThat(looked(sensor(Optional.empty(), false), "false").when(cancel()).events())
                .contains(finished(Verdict.CANCELLED));
    }

    @Test
    void cancelled_while_it_looks_it_looks_no_more() {
        Rule.Case run =
                given(graph(child("s", sensor(Optional.empty(), false))), opened(""))
                        .when(place("s"))
                        .when(cancel())
                        .when(end("s", 1, ok("false")));
        assertThat(run.events()).contains(finished(Verdict.CANCELLED));
    }

    @Test
    void a_look_that_its_caller_has_cancelled_is_the_last() {
        FlowSpec flow = Rule.flow(task());
        flow = with(flow, "t", sensor(Optional.empty(), false));
        Rule.Case run =
                given(flow, Rule.placed("", 1), Rule.started("", 1))
                        .when(Rule.ask("", 1, Rule.call("t", "t", "1")))
                        .when(place("t"))
                        .when(Rule.drop("", 1, "t"))
                        .when(end("t", 1, ok("false")));
        assertThat(run.node("t").outcome().orElseThrow()).isInstanceOf(Outcome.Cancelled.class);
    }

    @Test
    void whose_result_was_set_by_hand_looks_no_more_whatever_that_is() {
        FlowSpec flow =
                Rule.followed(
                        sensor(Optional.empty(), false),
                        Rule.hook("finally", Hook.On.ENDED, task()));
        Rule.Case run =
                given(flow)
                        .when(place(""))
                        .when(end("", 1, ok("false")))
                        .when(Rule.mark("", new Mark.Output(new Value("null"))))
                        .when(place(":finally"))
                        .when(end(":finally", 1, ok("1")));
        assertThat(run.node("").outcome()).contains(ok("null"));
    }

    private static FlowSpec with(FlowSpec flow, String name, Task task) {
        SequencedMap<String, Task> templates = new LinkedHashMap<>(flow.templates());
        templates.put(name, task);
        return new FlowSpec(
                flow.name(),
                flow.params(),
                flow.root(),
                templates,
                flow.code(),
                flow.environment(),
                flow.library());
    }

    @Test
    void it_is_said_when_it_looks_again() {
        RunState.Begun run =
                (RunState.Begun)
                        looked(sensor(Optional.of(Duration.ofHours(2)), false), "false").state();
        assertThat(Explain.node(run, Optional.empty(), path("s"), NOON).sentence())
                .startsWith("s has looked once in vain, and looks again in 30 s; it gives up in");
    }
}
