package dev.headrace.engine.run;

import static dev.headrace.engine.run.Rule.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the world must do after an event, and after a crash. */
class OutstandingTest {
    private static final Effect DISPATCH = new Effect.Dispatch(attempt("", 1), WORKER);

    @Test
    void a_placed_attempt_is_handed_to_its_worker() {
        var run = given(task(), placed("", 1));
        assertThat(RunEffects.react(run.state(), placed("", 1))).containsExactly(DISPATCH);
        assertThat(RunEffects.outstanding(run.state())).containsExactly(DISPATCH);
    }

    @Test
    void a_deadline_is_watched() {
        var due = NOON.plusSeconds(5);
        var began = new RunEvent.AttemptStarted(attempt("", 1), NOON, Optional.of(due));
        var run = given(limited(Duration.ofSeconds(5), 0), placed("", 1), began);
        var wake = new Effect.WakeAt(new Timer.Deadline(attempt("", 1)), due);
        assertThat(RunEffects.react(run.state(), began)).containsExactly(wake);
        assertThat(RunEffects.outstanding(run.state())).containsExactly(wake);
    }

    @Test
    void a_retry_is_due_one_day() {
        var planned = new RunEvent.RetryPlanned(path(""), NOON, false);
        var run = given(task(1), placed("", 1), ended("", 1, failed()), planned);
        var wake = new Effect.WakeAt(new Timer.RetryDue(path("")), NOON);
        assertThat(RunEffects.react(run.state(), planned)).containsExactly(wake);
        assertThat(RunEffects.outstanding(run.state())).containsExactly(wake);
    }

    @Test
    void a_stop_is_said_again() {
        var stopping = stopping("", 1, StopReason.CANCEL);
        var run = given(task(), placed("", 1), cancelWished(), stopping);
        var stop = new Effect.Stop(attempt("", 1), WORKER, RunEffects.GRACE);
        assertThat(RunEffects.react(run.state(), stopping)).containsExactly(stop);
        assertThat(RunEffects.outstanding(run.state())).containsExactly(stop);
    }

    @Test
    void a_body_that_went_on_is_told_why() {
        var resumed = new RunEvent.AttemptResumed(attempt("", 1));
        var run =
                given(
                        task(),
                        placed("", 1),
                        started("", 1),
                        spawned("", 1, call("t", "t", "1")),
                        parked("", 1, true, "t"),
                        placed("t", 1),
                        ended("t", 1, ok("1")),
                        settled("t"),
                        resumed);
        var tell = new Effect.Tell(attempt("", 1), WORKER, List.of(path("t")));
        assertThat(RunEffects.react(run.state(), resumed)).containsExactly(tell);
        assertThat(RunEffects.outstanding(run.state())).containsExactly(tell);
    }

    @Test
    void a_run_that_is_over_owes_nothing() {
        var run = given(task(), placed("", 1)).when(end("", 1, ok("1")));
        assertThat(RunEffects.outstanding(run.state())).isEmpty();
        assertThat(RunEffects.outstanding(fresh(task()).state())).isEmpty();
    }
}
