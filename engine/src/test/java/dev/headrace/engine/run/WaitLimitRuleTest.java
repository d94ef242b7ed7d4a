package dev.headrace.engine.run;

import static dev.headrace.engine.run.Rule.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.spec.run.Call;
import dev.headrace.spec.run.Value;
import dev.headrace.spec.run.WaitLimit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * A body waits for so long and no longer; and it is told what came in the order in which it came.
 */
class WaitLimitRuleTest {
    private static final Call ONE = call("t", "t", "1");
    private static final Call TWO = call("t#2", "t", "2");
    private static final Duration SHORT = Duration.ofSeconds(5);
    private static final RunEvent PARKED =
            new RunEvent.AttemptParked(
                    attempt("", 1),
                    List.of(path("t")),
                    true,
                    Optional.of(new WaitUntil(NOON.plus(SHORT), "timeout#1")));
    private static final RunEvent LAPSED = new RunEvent.AwaitLapsed(attempt("", 1), "timeout#1");
    private static final Effect WAKE =
            new Effect.WakeAt(new Timer.AwaitDue(attempt("", 1), 1), NOON.plus(SHORT));

    private static Rule.Case parent(RunEvent... events) {
        return given(task(2), placed("", 1), started("", 1), spawned("", 1, ONE, TWO)).more(events);
    }

    @Test
    void a_wait_with_a_limit_is_watched() {
        var run = parent().when(await("", 1, SHORT, "t")).then(PARKED);
        assertThat(RunEffects.react(run.state(), PARKED)).containsExactly(WAKE);
        assertThat(RunEffects.outstanding(run.state())).contains(WAKE);
    }

    @Test
    void a_body_that_waited_in_vain_goes_on_at_once_and_is_told_nothing() {
        var run =
                parent(PARKED, placed("t", 1))
                        .at(NOON.plus(SHORT))
                        .when(awaited("", 1, 1))
                        .then(LAPSED);
        var tell = new Effect.Tell(attempt("", 1), WORKER, List.of());
        assertThat(RunEffects.react(run.state(), LAPSED)).containsExactly(tell);
        assertThat(RunEffects.outstanding(run.state())).contains(tell);
        assertThat(run.phase("t")).isInstanceOf(Phase.Placed.class);
    }

    @Test
    void a_timer_that_rings_early_is_set_again() {
        var run = parent(PARKED).when(awaited("", 1, 1)).ignored();
        assertThat(run.effects()).containsExactly(WAKE);
    }

    @Test
    void what_is_there_by_then_counts_though_its_cpus_are_not() {
        parent(PARKED, placed("t", 1), ended("t", 1, ok("1")), settled("t"))
                .at(NOON.plus(SHORT))
                .when(awaited("", 1, 1))
                .ignored();
    }

    @Test
    void the_limit_of_an_earlier_wait_means_nothing() {
        parent(PARKED, LAPSED, parked("", 1, true, "t"))
                .at(NOON.plus(SHORT))
                .when(awaited("", 1, 1))
                .ignored();
    }

    @Test
    void a_wait_without_limit_has_no_end() {
        parent(parked("", 1, true, "t")).at(NOON.plus(SHORT)).when(awaited("", 1, 1)).ignored();
    }

    @Test
    void in_a_paused_run_nobody_gives_up_and_then_all_is_looked_at_again() {
        var paused = parent(PARKED, new RunEvent.RunPaused("ann", "")).at(NOON.plus(SHORT));
        paused.when(awaited("", 1, 1)).ignored();
        var unpaused = new RunEvent.RunUnpaused("ann", "");
        var run = paused.more(unpaused);
        assertThat(RunEffects.react(run.state(), unpaused)).containsExactly(WAKE);
        run.when(awaited("", 1, 1)).then(LAPSED);
    }

    @Test
    void a_wait_that_is_said_twice_is_not_waited_again() {
        var run = parent(PARKED, LAPSED).when(await("", 1, SHORT, "t")).ignored();
        assertThat(run.effects()).isEmpty();
    }

    @Test
    void a_replay_knows_that_it_waited_in_vain() {
        var run = parent(PARKED, LAPSED).when(end("", 1, lost())).when(place(""));
        assertThat(run.node("").family().recorded().get("timeout#1")).contains(new Value("true"));
    }

    @Test
    void a_retry_waits_anew_and_keeps_all_else() {
        var run =
                parent(PARKED, LAPSED, new RunEvent.ValueRecorded(path(""), "now", new Value("1")))
                        .when(end("", 1, failed()))
                        .when(end("t", 1, cancelled()))
                        .at(NOON.plusSeconds(600))
                        .when(due(""))
                        .when(place(""));
        assertThat(run.node("").family().recorded().has("timeout#1")).isFalse();
        assertThat(run.node("").family().recorded().has("now")).isTrue();
    }

    @Test
    void what_came_first_is_told_first() {
        var run =
                parent(parked("", 1, false, "t", "t#2"), placed("t", 1), placed("t#2", 1))
                        .when(end("t#2", 1, ok("2")))
                        .when(end("t", 1, ok("1")));
        assertThat(run.tree().bySettling(List.of(path("t"), path("t#2"))))
                .containsExactly(path("t#2"), path("t"));
        var replay = run.when(end("", 1, lost())).when(place(""));
        assertThat(replay.tree().bySettling(List.of(path("t"), path("t#2"))))
                .containsExactly(path("t#2"), path("t"));
    }

    @Test
    void a_limit_has_limits() {
        new WaitLimit(Duration.ZERO, "k");
        new WaitLimit(WaitLimit.LENGTH_MAX, "k");
        assertThatThrownBy(() -> new WaitLimit(WaitLimit.LENGTH_MAX.plusMillis(1), "k"))
                .hasMessageContaining("365 days");
        assertThatThrownBy(() -> new WaitLimit(Duration.ofMillis(-1), "k"))
                .hasMessageContaining("0 to");
    }
}
