package dev.headrace.engine.run;

import static dev.headrace.engine.run.Rule.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.engine.explain.Explain;
import dev.headrace.spec.flow.Graph;
import dev.headrace.spec.flow.Wait;
import dev.headrace.spec.run.Awaited;
import dev.headrace.spec.run.Awaited.Limit;
import dev.headrace.spec.run.Call;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.Form;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Outcome.Skipped.Reason;
import dev.headrace.spec.run.Tuning;
import dev.headrace.spec.run.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Waits: for a time, for a signal, for an approval. */
class WaitRuleTest {
    static final Awaited.Approval APPROVAL =
            new Awaited.Approval(
                    new Form(
                            "Ship it?",
                            List.of(new Form.Field("n", Form.Type.INT, Optional.empty()))),
                    true,
                    Limit.NONE);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Instant LATER = NOON.plus(HOUR);

    private static Limit limit(Limit.Then then) {
        return new Limit(Optional.of(HOUR), then);
    }

    private static Graph waits(Awaited what) {
        return graph(child("a", new Wait(what)), child("b", task(), "a"));
    }

    private static Rule.Case begun(Awaited what) {
        return fresh(waits(what)).when(start());
    }

    private static RunEvent waitBegan(Optional<Instant> due) {
        return new RunEvent.WaitBegan(path("a"), NOON, due);
    }

    private static RunEvent waitEnded(String value) {
        return new RunEvent.WaitEnded(path("a"), new Value(value));
    }

    private static RunEvent received(String id) {
        return new RunEvent.SignalReceived(id, "go", new Value("5"), "ann", NOON);
    }

    private static RunEvent taken(String node, String id) {
        return new RunEvent.SignalTaken(path(node), id);
    }

    @Test
    void a_time_begins_when_its_needs_are_met_and_takes_no_slot() {
        Rule.Case run = begun(new Awaited.After(HOUR));
        run.then(began(), opened(""), waitBegan(Optional.of(LATER)));
        assertThat(run.ready()).isEmpty();
        assertThat(run.tree().live()).isZero();
        assertThat(run.tree().waits()).isTrue();
        assertThat(RunEffects.react(run.state(), waitBegan(Optional.of(LATER))))
                .containsExactly(new Effect.WakeAt(new Timer.WaitDue(path("a")), LATER));
        assertThat(RunEffects.outstanding(run.state()))
                .containsExactly(new Effect.WakeAt(new Timer.WaitDue(path("a")), LATER));
    }

    @Test
    void its_timer_ends_it_and_an_early_one_is_set_anew() {
        Rule.Case run = begun(new Awaited.After(HOUR));
        Rule.Case early = run.at(LATER.minusMillis(1)).when(waited("a")).ignored();
        assertThat(early.effects())
                .containsExactly(new Effect.WakeAt(new Timer.WaitDue(path("a")), LATER));
        run.at(LATER).when(waited("a")).then(waitEnded("null"));
        assertThat(run.at(LATER).when(waited("a")).ready()).containsExactly("b");
        run.at(LATER.plus(Duration.ofDays(300))).when(waited("a")).then(waitEnded("null"));
    }

    @Test
    void what_is_so_already_is_not_waited_for() {
        begun(new Awaited.Until(NOON.minusSeconds(1)))
                .then(
                        began(),
                        opened(""),
                        waitBegan(Optional.of(NOON.minusSeconds(1))),
                        waitEnded("null"));
        begun(new Awaited.After(Duration.ZERO))
                .then(began(), opened(""), waitBegan(Optional.of(NOON)), waitEnded("null"));
    }

    @Test
    void a_signal_ends_the_first_wait_for_it() {
        Rule.Case run = begun(new Awaited.Signal("go", Limit.NONE));
        run.when(signal("1", "go")).then(received("1"), taken("a", "1"));
        Rule.Case after = run.when(signal("1", "go"));
        assertThat(after.node("a").outcome()).contains(new Outcome.Succeeded(new Value("5")));
        assertThat(after.tree().mailbox().kept()).isEmpty();
        after.when(signal("1", "go")).ignored();
    }

    @Test
    void one_signal_wakes_one_wait() {
        var go = new Wait(new Awaited.Signal("go", Limit.NONE));
        Rule.Case run = fresh(graph(child("x", go), child("y", go))).when(start());
        Rule.Case one = run.when(signal("1", "go")).then(received("1"), taken("x", "1"));
        assertThat(one.phase("y")).isInstanceOf(Phase.Asleep.class);
        assertThat(one.when(signal("2", "go")).node("y").succeeded()).isTrue();
    }

    @Test
    void a_signal_that_nobody_waits_for_is_kept_and_taken_by_the_next_wait() {
        Rule.Case run = fresh(graph(child("t", task()), child("a", go(), "t"))).when(start());
        Rule.Case kept = run.when(signal("1", "go")).then(received("1"));
        kept.when(signal("1", "go")).ignored();
        Rule.Case two = kept.when(signal("2", "go"));
        assertThat(two.tree().mailbox().kept().size()).isEqualTo(2);
        Rule.Case over = two.when(place("t")).when(end("t", 1, ok("1")));
        assertThat(over.events()).contains(taken("a", "1"));
        assertThat(over.node("a").succeeded()).isTrue();
        assertThat(Explain.run(kept.state(), LATER).sentence())
                .contains("1 signal is kept that nobody has waited for: go from ann for 1 h 0 min");
    }

    private static Wait go() {
        return new Wait(new Awaited.Signal("go", Limit.NONE));
    }

    @Test
    void so_many_signals_are_kept_and_no_more() {
        Rule.Case run = fresh(graph(child("t", task()), child("a", go(), "t"))).when(start());
        for (int i = 0; i < Mailbox.KEPT_MAX; i++) {
            run = run.when(signal("s" + i, "other"));
        }
        run.when(signal("more", "other")).rejected("keeps 1000 signals");
        Rule.Case waiting = run.when(place("t")).when(end("t", 1, ok("1")));
        assertThat(waiting.when(signal("more", "go")).node("a").succeeded()).isTrue();
    }

    @Test
    void what_is_sent_along_has_a_limit() {
        Rule.Case run = begun(new Awaited.Signal("go", Limit.NONE));
        String most = "\"" + "x".repeat(Mailbox.PAYLOAD_MAX - 2) + "\"";
        assertThat(run.when(sent(most)).node("a").succeeded()).isTrue();
        run.when(sent(most.replaceFirst("x", "xx"))).rejected("characters");
        run.when(new RunCommand.SendSignal("1", "no name", Value.NULL, "ann"))
                .rejected("cannot be the name");
    }

    private static RunCommand sent(String json) {
        return new RunCommand.SendSignal("1", "go", new Value(json), "ann");
    }

    @Test
    void a_limit_fails_skips_or_goes_on() {
        Rule.Case failing = begun(new Awaited.Signal("go", limit(Limit.Then.FAIL))).at(LATER);
        assertThat(failing.when(waited("a")).node("a").outcome())
                .hasValueSatisfying(outcome ->
                        assertThat(outcome)
                                .isEqualTo(
                                        new Outcome.Failed(
                                                Failure.of(
                                                        Failure.Kind.TIMEOUT,
                                                        "WaitTimeout",
                                                        "the signal 'go' did not come within 1"
                                                                + " h"))));
        begun(new Awaited.Signal("go", limit(Limit.Then.SKIP)))
                .at(LATER)
                .when(waited("a"))
                .then(
                        new RunEvent.NodeSkipped(path("a"), path("a"), Reason.LIMIT),
                        new RunEvent.NodeSkipped(path("b"), path("a"), Reason.SPREAD),
                        settled(""),
                        finished(Verdict.SUCCEEDED));
        begun(new Awaited.Signal("go", limit(Limit.Then.GO_ON)))
                .at(LATER)
                .when(waited("a"))
                .then(waitEnded("null"));
    }

    @Test
    void an_approval_takes_what_fits_its_form_and_nothing_else() {
        Rule.Case run = begun(APPROVAL);
        run.when(approval("a", true, "\"x\"")).rejected("'n' cannot be \"x\"");
        run.when(new RunCommand.GiveApproval(path("a"), true, none(), "ann", ""))
                .rejected("'n' is not given");
        run.when(approval("b", true, "7")).rejected("does not wait for an approval");
        run.when(approval("a", true, "7"))
                .then(
                        new RunEvent.ApprovalGiven(path("a"), true, "ann", ""),
                        waitEnded("{\"approved\":true,\"by\":\"ann\",\"why\":\"\",\"n\":7}"));
        run.when(approval("a", true, "7")).when(approval("a", true, "7")).rejected("does not wait");
    }

    private static java.util.SequencedMap<String, Value> none() {
        return new java.util.LinkedHashMap<>();
    }

    @Test
    void a_rejection_fails_or_is_a_result() {
        Rule.Case strict = begun(APPROVAL).when(approval("a", false, "0"));
        assertThat(strict.node("a").outcome())
                .contains(
                        new Outcome.Failed(
                                Failure.of(Failure.Kind.USER, "Rejected", "ann rejected it")));
        var lenient = new Awaited.Approval(APPROVAL.form(), false, Limit.NONE);
        assertThat(begun(lenient).when(approval("a", false, "0")).node("a").succeeded()).isTrue();
    }

    @Test
    void a_body_waits_as_it_waits_for_a_task() {
        var sleep =
                new Call(
                        "sleep",
                        "sleep",
                        List.of(),
                        "d",
                        "",
                        "flow.py:3",
                        Tuning.NONE,
                        Optional.of(new Awaited.After(HOUR)));
        Rule.Case parked =
                given(task())
                        .when(place(""))
                        .when(began("", 1))
                        .when(ask("", 1, sleep))
                        .when(await("", 1, true, "sleep"));
        assertThat(parked.phase("")).isInstanceOf(Phase.Parked.class);
        assertThat(parked.tree().waits()).isTrue();
        Rule.Case lost = parked.when(end("", 1, lost()));
        Rule.Case again = lost.when(place("")).when(began("", 2)).when(ask("", 2, sleep));
        assertThat(again.phase("sleep")).isEqualTo(new Phase.Asleep(NOON, Optional.of(LATER)));
        Rule.Case awake = again.when(await("", 2, true, "sleep")).at(LATER).when(waited("sleep"));
        assertThat(awake.phase(""))
                .isInstanceOfSatisfying(
                        Phase.Parked.class, body -> assertThat(body.missing()).isZero());
    }

    @Test
    void a_cancellation_ends_all_waits_at_once() {
        assertThat(begun(APPROVAL).when(cancel()).state()).isInstanceOf(RunState.Finished.class);
        begun(APPROVAL).when(cancel()).when(signal("1", "go")).rejected("the run is over");
    }

    @Test
    void why_says_what_is_waited_for_and_what_ends_it() {
        var go = begun(new Awaited.Signal("go", limit(Limit.Then.FAIL)));
        var said = Explain.node(go(go), Optional.empty(), path("a"), NOON.plusSeconds(60));
        assertThat(said.sentence())
                .isEqualTo(
                        "a waits for the signal 'go' for 1 min 0 s, until 2026-01-01T13:00:00Z at"
                                + " most.");
        assertThat(said.remedy()).isEqualTo("headrace signal run00001 go");
        var nap = begun(new Awaited.After(Duration.ofDays(30)));
        assertThat(Explain.run(nap.state(), NOON).sentence())
                .isEqualTo(
                        "The run waits: a sleeps until 2026-01-31T12:00:00Z, 30 d 0 h from now.");
        assertThat(Explain.node(go(begun(APPROVAL)), Optional.empty(), path("a"), NOON).remedy())
                .isEqualTo("headrace approve run00001 a --set n=a-whole-number, or with --reject");
    }

    private static RunState.Begun go(Rule.Case run) {
        return (RunState.Begun) run.state();
    }
}
