package dev.headrace.engine.run;

import static dev.headrace.engine.run.Rule.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.spec.flow.ForEach;
import dev.headrace.spec.flow.Graph;
import dev.headrace.spec.flow.Input;
import dev.headrace.spec.flow.JoinRules;
import dev.headrace.spec.flow.Node;
import dev.headrace.spec.flow.Policy;
import dev.headrace.spec.flow.Policy.Decides;
import dev.headrace.spec.flow.Policy.OnFailure;
import dev.headrace.spec.flow.Result;
import dev.headrace.spec.flow.Rules;
import dev.headrace.spec.flow.Tolerance;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Value;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class JoiningRuleTest {
    private static final Rules TOLERANT =
            new Rules(JoinRules.ALL_SUCCEEDED, EnumSet.of(Result.FAILED));

    private static Rules join(String name) {
        return new Rules(JoinRules.named(name).orElseThrow(), Set.of());
    }

    private record Part(String name, Node node, Rules rules, List<String> needs) {}

    private static Part part(String name, Rules rules, String... needs) {
        return new Part(name, task(), rules, List.of(needs));
    }

    private static Part part(String name, String... needs) {
        return part(name, Rules.PLAIN, needs);
    }

    private static Graph made(Policy policy, Part... parts) {
        SequencedMap<String, Graph.Child> children = new LinkedHashMap<>();
        for (Part one : parts) {
            children.put(
                    one.name(),
                    new Graph.Child(one.node(), new TreeSet<>(one.needs()), one.rules()));
        }
        return new Graph(children, policy);
    }

    private static Policy policy(OnFailure onFailure, Decides decides) {
        return new Policy(onFailure, decides);
    }

    private static Case ran(Case run, String node, Outcome outcome) {
        return run.when(place(node)).when(end(node, 1, outcome));
    }

    private static RunEvent passed(String node, String because) {
        return new RunEvent.NodeSkipped(path(node), path(because), Outcome.Skipped.Reason.SPREAD);
    }

    // ------------------------------------------------------------ joins

    @Test
    void one_success_starts_while_others_are_open() {
        var run =
                fresh(
                        made(
                                Policy.PLAIN,
                                part("a"),
                                part("b"),
                                part("c", join("one_success"), "a", "b")));
        assertThat(ran(run.when(start()), "a", ok("1")).ready()).containsExactly("b", "c");
    }

    @Test
    void one_failed_is_skipped_when_all_went_well() {
        var run = fresh(made(Policy.PLAIN, part("a"), part("alarm", join("one_failed"), "a")));
        ran(run.when(start()), "a", ok("1"))
                .then(
                        ended("a", 1, ok("1")),
                        settled("a"),
                        passed("alarm", "a"),
                        settled(""),
                        finished(Verdict.SUCCEEDED));
    }

    @Test
    void what_is_skipped_skips_what_needs_it_once_all_else_is_over() {
        var run =
                fresh(
                                made(
                                        Policy.PLAIN,
                                        part("a"),
                                        part("b"),
                                        part("calm", join("one_failed"), "a"),
                                        part("last", "b", "calm")))
                        .when(start());
        run = ran(run, "a", ok("1"));
        assertThat(run.node("last").phase()).isEqualTo(new Phase.Waiting(1));
        run = ran(run, "b", ok("1"));
        assertThat(run.events()).contains(passed("last", "calm"));
    }

    @Test
    void a_failure_omits_at_once_whatever_was_skipped() {
        var run =
                fresh(
                                made(
                                        Policy.PLAIN,
                                        part("a"),
                                        part("b"),
                                        part("c"),
                                        part("calm", join("one_failed"), "a"),
                                        part("last", "b", "calm", "c")))
                        .when(start());
        run = ran(ran(run, "a", ok("1")), "b", failed());
        assertThat(run.events()).contains(skipped("last", "b"));
    }

    @Test
    void items_may_decide_before_their_foreach_is_over() {
        var each = new Part("each", each("[1,2]", task(), 0), Rules.PLAIN, List.of());
        var run = fresh(made(Policy.PLAIN, each, part("first", join("one_success"), "each")));
        assertThat(ran(run.when(start()), "each[0]", ok("1")).ready())
                .containsExactly("each[1]", "first");
    }

    @Test
    void a_new_generation_looks_at_joins_anew() {
        var run =
                fresh(
                                made(
                                        Policy.PLAIN,
                                        part("a"),
                                        part("alarm", join("one_failed"), "a"),
                                        part("b", "a")))
                        .when(start());
        run = ran(ran(run, "a", failed()), "alarm", ok("1"));
        assertThat(run.events()).contains(finished(Verdict.FAILED));
        run = run.when(reopen());
        assertThat(run.ready()).containsExactly("a");
        run = run.when(place("a")).when(end("a", 2, ok("1")));
        assertThat(run.ready()).containsExactly("b");
    }

    // ------------------------------------------------------------ what a graph comes to

    @Test
    void what_is_tolerated_is_as_good_as_success() {
        var run = fresh(made(Policy.PLAIN, part("a", TOLERANT), part("b", "a"))).when(start());
        run = ran(run, "a", failed());
        assertThat(run.ready()).containsExactly("b");
        run = ran(run, "b", ok("2"));
        assertThat(run.events()).contains(finished(Verdict.SUCCEEDED));
    }

    @Test
    void a_leaf_decides() {
        var leaves = policy(OnFailure.FINISH, new Decides.Leaves());
        var run =
                fresh(made(leaves, part("a"), part("rescue", join("one_failed"), "a")))
                        .when(start());
        run = ran(ran(run, "a", failed()), "rescue", ok("1"));
        assertThat(run.events()).contains(finished(Verdict.SUCCEEDED));
    }

    @Test
    void a_leaf_that_was_omitted_for_a_failure_fails_with_it() {
        var leaves = policy(OnFailure.FINISH, new Decides.Leaves());
        var run = fresh(made(leaves, part("a"), part("b", "a"), part("c", "b"))).when(start());
        run = ran(run, "a", failed());
        assertThat(run.events()).contains(finished(Verdict.FAILED));
        assertThat(run.node("").outcome()).isEqualTo(Optional.of(failed()));
    }

    @Test
    void only_the_named_decide() {
        var named = policy(OnFailure.FINISH, new Decides.Named(new TreeSet<>(List.of("b"))));
        var run = fresh(made(named, part("a"), part("b"))).when(start());
        run = ran(ran(run, "a", failed()), "b", ok("1"));
        assertThat(run.events()).contains(finished(Verdict.SUCCEEDED));
    }

    @Test
    void a_cancelled_run_does_not_succeed_by_tolerance() {
        var tolerant = new Rules(JoinRules.ALL_SUCCEEDED, EnumSet.of(Result.CANCELLED));
        var run = fresh(made(Policy.PLAIN, part("a", tolerant))).when(start()).when(cancel());
        assertThat(run.events()).contains(finished(Verdict.CANCELLED));
    }

    // ------------------------------------------------------------ items that may fail

    private static Case items(Tolerance tolerance, Outcome... outcomes) {
        var each = new ForEach(new Input.Literal(new Value("[1,2,3,4]")), task(), 0, tolerance);
        Case run = fresh(each).when(start());
        for (int i = 0; i < outcomes.length; i++) {
            run = ran(run, "[" + i + "]", outcomes[i]);
        }
        return run;
    }

    @Test
    void so_many_items_may_fail() {
        var run = items(new Tolerance.AtMost(2), ok("1"), failed(), failed(), ok("4"));
        assertThat(run.events()).contains(finished(Verdict.SUCCEEDED));
        assertThat(run.node("").outcome()).isEqualTo(Optional.of(ok("[1,null,null,4]")));
    }

    @Test
    void and_not_one_more() {
        var run = items(new Tolerance.AtMost(2), failed(), failed(), ok("3"), failed());
        assertThat(run.events()).contains(finished(Verdict.FAILED));
        assertThat(run.node("").outcome()).isEqualTo(Optional.of(failed()));
    }

    @Test
    void so_many_of_a_hundred_may_fail() {
        var half = new Tolerance.Percent(50);
        assertThat(items(half, failed(), failed(), ok("3"), ok("4")).events())
                .contains(finished(Verdict.SUCCEEDED));
        assertThat(items(half, failed(), failed(), failed(), ok("4")).events())
                .contains(finished(Verdict.FAILED));
    }

    // ------------------------------------------------------------ hold and stop

    @Test
    void hold_starts_nothing_more() {
        var hold = policy(OnFailure.HOLD, new Decides.All());
        var run = fresh(made(hold, part("a"), part("b"), part("c"), part("d", "b"))).when(start());
        run = run.when(place("b"));
        run = ran(run, "a", failed());
        assertThat(run.events())
                .contains(
                        new RunEvent.GraphHeld(path(""), path("a")),
                        skipped("c", "a"),
                        skipped("d", "a"));
        assertThat(run.ready()).isEmpty();
        run = run.when(end("b", 1, ok("1")));
        assertThat(run.events()).contains(finished(Verdict.FAILED));
    }

    @Test
    void stop_ends_what_runs() {
        var stop = policy(OnFailure.STOP, new Decides.All());
        var run = fresh(made(stop, part("a"), part("b"))).when(start()).when(place("b"));
        run = ran(run, "a", failed());
        assertThat(run.events()).contains(stopping("b", 1, StopReason.SIBLING));
        run = run.when(end("b", 1, lost()));
        assertThat(run.node("b").outcome())
                .contains(new Outcome.Cancelled("a task beside it failed"));
        assertThat(run.node("").outcome()).isEqualTo(Optional.of(failed()));
    }

    @Test
    void stop_tries_nothing_again_that_is_stopped_for_its_time() {
        var stop = policy(OnFailure.STOP, new Decides.All());
        var slow = new Part("b", limited(Duration.ofSeconds(5), 1), Rules.PLAIN, List.of());
        var run = fresh(made(stop, part("a"), slow)).when(start()).when(place("b"));
        run = run.when(began("b", 1)).at(NOON.plusSeconds(5)).when(late("b", 1));
        run = ran(run, "a", failed());
        assertThat(run.events()).contains(stopping("b", 1, StopReason.SIBLING));
        run = run.when(end("b", 1, lost()));
        assertThat(run.events()).contains(finished(Verdict.FAILED));
    }

    @Test
    void a_held_graph_whose_named_task_never_began_fails() {
        var policy = policy(OnFailure.HOLD, new Decides.Named(new TreeSet<>(List.of("c"))));
        var run = fresh(made(policy, part("a"), part("b"), part("c", "b"))).when(start());
        run = run.when(place("b"));
        run = ran(run, "a", failed()).when(end("b", 1, ok("1")));
        assertThat(run.events()).contains(finished(Verdict.FAILED));
    }

    @Test
    void a_new_generation_is_held_no_more() {
        var hold = policy(OnFailure.HOLD, new Decides.All());
        var run = fresh(made(hold, part("a"), part("b", "a"))).when(start());
        run = ran(run, "a", failed()).when(reopen());
        assertThat(run.ready()).containsExactly("a");
        run = run.when(place("a")).when(end("a", 2, ok("1")));
        assertThat(run.ready()).containsExactly("b");
    }
}
