package dev.headrace.engine.run;

import static dev.headrace.engine.run.Rule.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.engine.explain.Explain;
import dev.headrace.engine.explain.Explanation;
import dev.headrace.spec.run.NodePath;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One sentence for every phase. */
class ExplainTest {
    private static final Rule.Case BODY = given(task(), placed("", 1), started("", 1));
    private static final Rule.Case PARENT =
            BODY.more(spawned("", 1, call("t", "t", "1"), call("u", "t", "2", "t")));

    private static String why(Rule.Case run, String node) {
        Explanation why =
                Explain.node(
                        (RunState.Begun) run.state(),
                        Optional.empty(),
                        new NodePath(node),
                        NOON.plusSeconds(75));
        assertThat(why.sentence()).endsWith(".").doesNotContain("\n");
        return why.sentence();
    }

    private static String why(Rule.Case run) {
        return Explain.run(run.state(), NOON).sentence();
    }

    @Test
    void what_waits_says_for_what() {
        assertThat(why(PARENT, "u")).isEqualTo("u waits for t.");
    }

    @Test
    void what_is_ready_says_how_many_are_ahead() {
        assertThat(why(PARENT, "t"))
                .isEqualTo("t waits for a free slot of 1.0 cpus, next in line.");
    }

    @Test
    void what_is_held_back_says_by_what() {
        assertThat(why(given(each("[1,2]", task(), 1)).when(cancel()), ""))
                .contains("was cancelled");
        assertThat(why(fresh(each("[1,2]", task(), 1)).when(start()), "[1]"))
                .isEqualTo("[1] waits for its turn: 1 of at most 1 items are under way.");
    }

    @Test
    void what_runs_says_how_long() {
        assertThat(why(BODY, "")).isEqualTo("The flow has been running for 1 min 15 s on w1.");
        assertThat(why(given(task(), placed("", 1)), "")).isEqualTo("The flow was given to w1.");
    }

    @Test
    void what_has_lent_its_slot_says_to_whom() {
        assertThat(why(PARENT.more(parked("", 1, true, "t", "u")), ""))
                .isEqualTo(
                        "The flow waits for t and 1 more of its tasks, and has lent its slot to"
                                + " them.");
    }

    @Test
    void what_may_go_on_says_so() {
        var run = PARENT.more(parked("", 1, false, "t"), placed("t", 1)).when(end("t", 1, ok("1")));
        assertThat(why(run, "")).contains("goes on as soon as a slot is free");
    }

    @Test
    void what_is_stopped_says_why() {
        assertThat(why(BODY.when(cancel()), ""))
                .isEqualTo("The flow is being stopped: the run was cancelled.");
        assertThat(why(BODY.when(cancel())))
                .isEqualTo(
                        "The run is being cancelled by ann (changed my mind); 1 attempt still to"
                                + " stop.");
    }

    @Test
    void what_backs_off_says_how_long() {
        var run =
                given(
                        task(1),
                        placed("", 1),
                        ended("", 1, failed()),
                        new RunEvent.RetryPlanned(
                                path(""), NOON.plus(Duration.ofSeconds(90)), false));
        assertThat(why(run, "")).isEqualTo("The flow failed and will be tried again in 15 s.");
    }

    @Test
    void what_is_done_but_for_its_children_says_so() {
        assertThat(why(PARENT.when(end("", 1, ok("1"))), ""))
                .isEqualTo("The flow is over, but 2 tasks that it called are not.");
    }

    @Test
    void what_is_open_counts_its_children() {
        assertThat(why(given(graph(child("a", task())), opened("")), ""))
                .isEqualTo("The flow is under way: 1 of its 1 children are not over.");
    }

    @Test
    void what_is_over_says_how_it_came_out() {
        var run =
                given(
                                graph(child("a", task()), child("b", task(), "a")),
                                opened(""),
                                placed("a", 1))
                        .when(end("a", 1, failed()));
        assertThat(why(run, "a")).isEqualTo("a failed: E: it broke.");
        assertThat(why(run, "b")).isEqualTo("b was omitted: a failed.");
        assertThat(why(run)).isEqualTo("The flow failed: E: it broke.");
        assertThat(why(given(task(), placed("", 1)).when(end("", 1, ok("1")))))
                .isEqualTo("The run has succeeded.");
        assertThat(why(given(task()).when(cancel()))).isEqualTo("The run was cancelled.");
        assertThat(why(fresh(task()))).isEqualTo("The run has not started.");
    }
}
