package dev.headrace.engine.run;

import static dev.headrace.engine.run.Rule.cancel;
import static dev.headrace.engine.run.Rule.child;
import static dev.headrace.engine.run.Rule.end;
import static dev.headrace.engine.run.Rule.fresh;
import static dev.headrace.engine.run.Rule.graph;
import static dev.headrace.engine.run.Rule.hold;
import static dev.headrace.engine.run.Rule.ok;
import static dev.headrace.engine.run.Rule.pause;
import static dev.headrace.engine.run.Rule.place;
import static dev.headrace.engine.run.Rule.start;
import static dev.headrace.engine.run.Rule.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.engine.explain.Explain;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.run.CachePolicy;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.RunId;
import dev.headrace.spec.run.Value;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tasks whose results may be taken from earlier runs. */
final class CacheRuleTest {
    private static final CacheSource FROM =
            new CacheSource(
                    new RunId("run00009"),
                    new NodePath("a"),
                    Instant.parse("2025-12-31T10:00:00Z"));

    static Task cached() {
        Task task = task();
        return new Task(
                task.action(),
                task.inputs(),
                task.resources(),
                task.retry(),
                task.timeout(),
                Optional.empty(),
                Optional.of(new CachePolicy(Optional.empty(), "", Set.of(), "c0de")));
    }

    /** A run in which a is to be looked up, and b needs it. */
    static Rule.Case looking() {
        return fresh(graph(child("a", cached()), child("b", task(), "a"))).when(start());
    }

    static RunCommand hit(String node) {
        return new RunCommand.AnswerLookup(
                new NodePath(node),
                new RunEvent.CacheHit(new NodePath(node), "k", new Value("7"), List.of(), FROM));
    }

    static RunCommand miss(String node) {
        return miss(
                node,
                new NotTaken(NotTaken.What.INPUT, "rate", "0.1", "0.2", 0, Optional.of(FROM)));
    }

    private static RunCommand miss(String node, NotTaken why) {
        return new RunCommand.AnswerLookup(
                new NodePath(node),
                new RunEvent.CacheMissed(new NodePath(node), "k", new Value("{}"), why));
    }

    private static RunState.Begun run(Rule.Case when) {
        return (RunState.Begun) when.state();
    }

    private static NodeState a(Rule.Case when) {
        return run(when).tree().node(new NodePath("a"));
    }

    private static String why(Rule.Case when) {
        return Explain.node(run(when), Optional.empty(), new NodePath("a"), Rule.NOON).sentence();
    }

    @Test
    void a_task_with_a_policy_is_looked_up_before_it_waits_for_a_place() {
        assertThat(a(looking()).phase()).isEqualTo(new Phase.Looking());
        assertThat(run(looking()).tree().ready().isEmpty()).isTrue();
        assertThat(why(looking())).isEqualTo("a is being looked up in the cache.");
    }

    @Test
    void a_hit_settles_it_without_an_attempt_and_who_needs_it_goes_on() {
        Rule.Case taken = looking().when(hit("a"));
        assertThat(a(taken).succeeded()).isTrue();
        assertThat(a(taken).tally().attempts()).isZero();
        assertThat(run(taken).tree().ready().size()).isEqualTo(1);
        assertThat(why(taken))
                .isEqualTo(
                        "a was taken from the cache: run run00009 made it as a,"
                                + " 2025-12-31T10:00:00Z.");
    }

    @Test
    void a_miss_makes_it_ready_and_is_remembered() {
        Rule.Case made = looking().when(miss("a")).when(place("a")).when(end("a", 1, ok("7")));
        assertThat(a(made).succeeded()).isTrue();
        assertThat(why(made))
                .isEqualTo(
                        "a has succeeded; it was not taken from the cache: its input rate changed"
                                + " since run run00009 (0.1 → 0.2).");
    }

    @Test
    void it_is_placed_only_when_it_was_looked_up() {
        assertThat(looking().when(place("a")).state()).isEqualTo(looking().state());
    }

    @Test
    void the_second_answer_means_nothing() {
        Rule.Case taken = looking().when(hit("a"));
        assertThat(taken.when(miss("a")).state()).isEqualTo(taken.state());
    }

    @Test
    void what_is_held_or_paused_is_not_taken() {
        Rule.Case held = looking().when(hold("a"));
        assertThat(run(held).tree().cache().lookups().isEmpty()).isTrue();
        assertThat(held.when(hit("a")).state()).isEqualTo(held.state());
        Rule.Case paused = looking().when(pause());
        assertThat(paused.when(hit("a")).state()).isEqualTo(paused.state());
    }

    @Test
    void a_cancelled_run_looks_nothing_up() {
        Rule.Case cancelled = looking().when(cancel());
        assertThat(cancelled.state()).isInstanceOf(RunState.Finished.class);
    }

    @Test
    void a_task_without_a_policy_is_not_looked_up() {
        Rule.Case plain = fresh(graph(child("a", task()))).when(start());
        assertThat(a(plain).phase()).isEqualTo(new Phase.Ready());
        assertThat(run(plain).tree().cache()).isSameAs(Caching.NOTHING);
    }
}
