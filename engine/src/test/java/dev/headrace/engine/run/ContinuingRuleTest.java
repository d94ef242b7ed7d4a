package dev.headrace.engine.run;

import static dev.headrace.engine.run.Rule.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.engine.run.RunEvent.HistoryWarned;
import dev.headrace.engine.run.RunEvent.RunContinued;
import dev.headrace.engine.run.RunEvent.RunFinished;
import dev.headrace.engine.run.RunEvent.RunPaused;
import dev.headrace.spec.flow.FlowSpec;
import dev.headrace.spec.flow.Input;
import dev.headrace.spec.flow.Param;
import dev.headrace.spec.flow.Rules;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.run.Ending;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

/** A body that goes on afresh, and what becomes of a journal that gets too long. */
class ContinuingRuleTest {
    private RunState state = begun(1_000);

    private static FlowSpec flow(int history) {
        SequencedMap<String, Param> params = new LinkedHashMap<>();
        params.put("n", new Param("n", "int", Optional.empty()));
        params.put("mode", new Param("mode", "str", Optional.of(new Value("\"full\""))));
        Task body = with(task(1), "n", new Input.FromArgument("n"));
        SequencedMap<String, Task> templates = new LinkedHashMap<>();
        templates.put("t", task());
        return new FlowSpec(
                "flow",
                params,
                body,
                templates,
                List.of(),
                Optional.empty(),
                new LinkedHashMap<>(),
                Rules.PLAIN,
                new LinkedHashMap<>(),
                history);
    }

    private static SequencedMap<String, Value> n(int value) {
        SequencedMap<String, Value> arguments = new LinkedHashMap<>();
        arguments.put("n", new Value(Integer.toString(value)));
        return arguments;
    }

    private static RunState begun(int history) {
        return RunEvolver.evolve(
                new RunState.NotStarted(flow(history)),
                new RunEvent.RunStarted(RUN, "flow", "v", n(0), "manual", "me"));
    }

    private Decision ask(RunCommand command) {
        Decision decision = new RunDecider(new Numbers()).decide(state, command, NOON);
        if (decision instanceof Decision.Accept accept) {
            state = accept.state();
        }
        return decision;
    }

    private List<RunEvent> when(RunCommand command) {
        return ask(command) instanceof Decision.Accept accept ? accept.events() : List.of();
    }

    private RunState.Begun run() {
        return (RunState.Begun) state;
    }

    private static RunCommand again(int number, int next) {
        Ending ending =
                new Ending(
                        ok("null"),
                        List.of(),
                        List.of(),
                        NOON,
                        1_000,
                        Optional.empty(),
                        Optional.of(n(next)));
        return new RunCommand.ReportEnded(attempt("", number), ending);
    }

    private static RunContinued continued(List<RunEvent> events) {
        return events.stream()
                .filter(RunContinued.class::isInstance)
                .map(RunContinued.class::cast)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void it_goes_on_with_other_arguments_and_nothing_of_what_was() {
        when(place(""));
        when(Rule.ask("", 1, call("t", "t", "1")));
        when(place("t"));
        when(end("t", 1, ok("5")));
        List<RunEvent> events = when(again(1, 7));
        assertThat(events).noneMatch(RunFinished.class::isInstance);
        RunContinued continued = continued(events);
        assertThat(continued.generation()).isEqualTo(2);
        assertThat(continued.start().arguments())
                .containsEntry("n", new Value("7"))
                .containsEntry("mode", new Value("\"full\""));
        assertThat(run().tree().nodes().size()).isEqualTo(1);
        assertThat(run().tree().root().inputs().getFirst().value()).isEqualTo(new Value("7"));
        assertThat(run().tree().root().phase()).isInstanceOf(Phase.Ready.class);
    }

    @Test
    void its_base_is_its_own_number_and_who_reads_from_there_sees_the_same() {
        when(place(""));
        List<RunEvent> events = when(again(1, 7));
        long before = 2L + events.indexOf(continued(events));
        assertThat(continued(events).base()).isEqualTo(before + 1);
        assertThat(run().head().history().base()).isEqualTo(before + 1);
        RunState read = new RunState.NotStarted(flow(1_000));
        for (RunEvent event : events.subList(events.indexOf(continued(events)), events.size())) {
            read = RunEvolver.evolve(read, event);
        }
        assertThat(read).isEqualTo(state);
    }

    @Test
    void the_numbers_of_attempts_go_on() {
        when(place(""));
        when(end("", 1, failed()));
        ask(new RunCommand.Wake(new Timer.RetryDue(NodePath.ROOT)));
        state = RunEvolver.evolve(state, queued(""));
        when(place(""));
        when(again(2, 7));
        assertThat(when(place(""))).containsExactly(placed("", 3));
        when(Rule.ask("", 3, call("t", "t", "1")));
        assertThat(when(place("t"))).containsExactly(placed("t", 3));
        assertThat(run().tree().node(path("t")).tally().failures()).isZero();
    }

    @Test
    void a_report_of_the_generation_before_says_nothing() {
        when(place(""));
        when(again(1, 7));
        when(place(""));
        assertThat(ask(again(1, 9))).isInstanceOf(Decision.Ignore.class);
    }

    @Test
    void who_was_told_to_end_does_not_go_on() {
        when(place(""));
        when(cancel());
        assertThat(when(again(1, 7))).contains(finished(Verdict.CANCELLED));
    }

    @Test
    void who_waits_for_what_it_called_goes_on_when_that_is_over() {
        when(place(""));
        when(Rule.ask("", 1, call("t", "t", "1")));
        when(place("t"));
        assertThat(when(again(1, 7))).noneMatch(RunContinued.class::isInstance);
        assertThat(when(end("t", 1, ok("5")))).anyMatch(RunContinued.class::isInstance);
    }

    @Test
    void a_failure_that_nobody_looked_at_comes_first() {
        when(place(""));
        when(Rule.ask("", 1, call("t", "t", "1")));
        when(place("t"));
        when(end("t", 1, failed()));
        assertThat(when(again(1, 7)))
                .noneMatch(RunContinued.class::isInstance)
                .anyMatch(RunEvent.RetryPlanned.class::isInstance);
    }

    @Test
    void a_paused_run_goes_on_paused() {
        when(place(""));
        when(pause());
        List<RunEvent> events = when(again(1, 7));
        assertThat(events.getLast()).isEqualTo(new RunPaused("ann", "lunch"));
        assertThat(state).isInstanceOf(RunState.Paused.class);
        assertThat(ask(place(""))).isInstanceOf(Decision.Ignore.class);
    }

    @Test
    void signals_that_nobody_has_taken_are_kept_and_none_counts_twice() {
        when(place(""));
        when(signal("one", "go"));
        when(again(1, 7));
        assertThat(run().tree().mailbox().kept().size()).isEqualTo(1);
        assertThat(ask(signal("one", "go"))).isInstanceOf(Decision.Ignore.class);
        assertThat(when(signal("two", "go"))).hasSize(1);
    }

    @Test
    void an_ended_run_begins_anew_where_it_had_come_to() {
        when(place(""));
        when(again(1, 7));
        when(cancel());
        when(reopen());
        assertThat(run().head().generation()).isEqualTo(3);
        assertThat(run().tree().root().inputs().getFirst().value()).isEqualTo(new Value("7"));
    }

    @Test
    void it_is_warned_at_four_fifths_and_fails_at_the_limit() {
        state = begun(100);
        when(place(""));
        when(began("", 1));
        int warned = 0;
        List<RunEvent> events = List.of();
        for (int i = 0; run().head().history().events() < 100; i++) {
            events = when(new RunCommand.RecordValue(attempt("", 1), "k" + i, new Value("1")));
            for (RunEvent event : events) {
                if (event instanceof HistoryWarned(int count, int limit)) {
                    warned++;
                    assertThat(count).isEqualTo(80);
                    assertThat(limit).isEqualTo(100);
                }
            }
        }
        assertThat(warned).isEqualTo(1);
        assertThat(events).contains(stopping("", 1, StopReason.HISTORY));
        assertThat(when(end("", 1, new Outcome.Cancelled("stopped"))))
                .contains(finished(Verdict.FAILED));
        assertThat(run().tree().root().outcome().orElseThrow())
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        no -> {
                            assertThat(no.failure().kind()).isEqualTo(Failure.Kind.LIMIT);
                            assertThat(no.failure().type()).isEqualTo("HistoryTooLong");
                        });
    }

    @Test
    void one_event_less_is_not_too_many() {
        state = begun(100);
        when(place(""));
        for (int i = 0; run().head().history().events() < 99; i++) {
            when(new RunCommand.RecordValue(attempt("", 1), "k" + i, new Value("1")));
        }
        assertThat(run().tree().root().phase()).isNotInstanceOf(Phase.Stopping.class);
    }

    @Test
    void a_fresh_journal_is_counted_afresh() {
        state = begun(100);
        when(place(""));
        for (int i = 0; i < 70; i++) {
            when(new RunCommand.RecordValue(attempt("", 1), "k" + i, new Value("1")));
        }
        when(again(1, 7));
        assertThat(run().head().history().events()).isEqualTo(1);
    }
}
