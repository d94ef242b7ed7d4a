package dev.headrace.engine.run;

import static dev.headrace.engine.run.Rule.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.spec.flow.Graph;
import dev.headrace.spec.flow.Hook;
import dev.headrace.spec.flow.Wait;
import dev.headrace.spec.run.Awaited;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every command in every state has an answer; the page of them is made here. */
class MatrixTest {
    private static final Path PAGE = Path.of("../docs/generated/run-matrix.md");
    private static final Path CELLS = Path.of("../docs/generated/run-matrix.json");
    private static final Graph FLOW =
            graph(child("a", limited(Duration.ofSeconds(5), 1)), child("b", task(), "a"));

    private static SequencedMap<String, RunState> states() {
        SequencedMap<String, RunState> states = new LinkedHashMap<>();
        Rule.Case ready = given(FLOW, opened(""));
        Rule.Case placed = ready.when(place("a"));
        Rule.Case started = placed.when(began("a", 1));
        Rule.Case called = started.when(ask("a", 1, call("t", "t", "1")));
        Rule.Case parked = called.when(await("a", 1, true, "t"));
        Rule.Case resumable = parked.when(place("a/t")).when(end("a/t", 1, ok("1")));
        Rule.Case timedOut = started.at(NOON.plusSeconds(5)).when(late("a", 1)).at(NOON);
        Rule.Case backingOff = started.when(end("a", 1, failed()));
        Rule.Case failed =
                backingOff
                        .at(NOON.plusSeconds(600))
                        .when(due("a"))
                        .when(place("a"))
                        .when(end("a", 2, failed()))
                        .at(NOON);
        states.put("not started", fresh(FLOW).state());
        states.put("active: ready", ready.state());
        states.put("active: placed", placed.state());
        states.put("active: started", started.state());
        states.put("active: parked", parked.state());
        states.put("active: may go on", resumable.state());
        states.put(
                "active: parked for 5 s",
                called.when(await("a", 1, Duration.ofSeconds(5), "t")).state());
        states.put("active: stopping", timedOut.state());
        states.put("active: backing off", backingOff.state());
        states.put("active: closing", called.when(end("a", 1, ok("1"))).state());
        states.put("paused: ready", ready.when(pause()).state());
        states.put("paused: started", started.when(pause()).state());
        states.put("active: held", ready.when(hold("a")).state());
        states.put("active: sleeping", asleep(new Awaited.After(Duration.ofMinutes(1))));
        states.put(
                "active: waiting for a signal",
                asleep(new Awaited.Signal("go", Awaited.Limit.NONE)));
        states.put("active: waiting for an approval", asleep(WaitRuleTest.APPROVAL));
        states.put("active: looking up", CacheRuleTest.looking().state());
        states.put("cancelling", started.when(cancel()).state());
        states.put("cancelling hard", started.when(kill()).state());
        Rule.Case cleaning =
                given(followed(task(1), hook("finally", Hook.On.ENDED, task(1))))
                        .when(place(""))
                        .when(end("", 1, ok("1")));
        states.put("active: its finally is ready", cleaning.state());
        Rule.Case cancelled = cleaning.when(cancel());
        states.put("cancelling: its finally is ready", cancelled.state());
        states.put("cancelling: its finally runs", cancelled.when(place(":finally")).state());
        states.put("cancelling at once", cancelled.when(place(":finally")).when(kill()).state());
        states.put("succeeded", succeeded(started));
        states.put("failed", failed.state());
        states.put("cancelled", ready.when(cancel()).state());
        return states;
    }

    private static RunState asleep(Awaited what) {
        return fresh(graph(child("a", new Wait(what)), child("b", task(), "a")))
                .when(start())
                .state();
    }

    private static RunState succeeded(Rule.Case started) {
        return started.when(end("a", 1, ok("1")))
                .when(place("b"))
                .when(end("b", 1, ok("2")))
                .state();
    }

    private static SequencedMap<String, RunCommand> commands() {
        SequencedMap<String, RunCommand> commands = new LinkedHashMap<>();
        commands.put("StartRun", start());
        commands.put("TakeOver", new RunCommand.TakeOver("you", 2));
        commands.put("CallTasks", ask("a", 1, call("t#2", "t", "2")));
        commands.put(
                "RecordValue", new RunCommand.RecordValue(attempt("a", 1), "now", new Value("1")));
        commands.put("CancelCalls", drop("a", 1, "t"));
        commands.put("WatchCalls", new RunCommand.WatchCalls(attempt("a", 1), List.of("t")));
        commands.put("RestBody", new RunCommand.RestBody(attempt("a", 1), 1, 0));
        commands.put("RouseBody", new RunCommand.RouseBody(attempt("a", 1), 1, Optional.empty()));
        commands.put("AnswerLookup", CacheRuleTest.miss("a"));
        commands.put("PlaceTask", place("a"));
        commands.put("PlaceTask: finally", place(":finally"));
        commands.put("RefuseTask", refuse("a"));
        commands.put("ResumeBody", new RunCommand.ResumeBody(new NodePath("a")));
        commands.put("ReportStarted", began("a", 1));
        commands.put("ReportEnded", end("a", 1, ok("1")));
        commands.put("ReportEnded: finally", end(":finally", 1, ok("1")));
        commands.put("Wake: deadline", late("a", 1));
        commands.put("Wake: retry", due("a"));
        commands.put("Wake: await", awaited("a", 1, 1));
        commands.put("Wake: hook", hookDue(":finally"));
        commands.put("CancelRun", cancel());
        commands.put("CancelRun: hard", kill());
        commands.put("PauseRun", pause());
        commands.put("ContinueRun", goOn());
        commands.put("HoldNode", hold("a"));
        commands.put("ReleaseNode", release("a"));
        commands.put("MarkNode: output", mark("a", new Mark.Output(new Value("7"))));
        commands.put("MarkNode: failed", mark("a", new Mark.Failed()));
        commands.put("MarkNode: skipped", mark("a", new Mark.Skipped()));
        commands.put("SendSignal", signal("1", "go"));
        commands.put("GiveApproval", approval("a", true, "7"));
        commands.put("Wake: wait", waited("a"));
        commands.put("ReopenRun", reopen());
        commands.put("ReopenRun: failed", reopen(new Selection.Failed(Optional.empty())));
        commands.put(
                "ReopenRun: from",
                reopen(new Selection.From(new NodePath("a"), new LinkedHashMap<>())));
        commands.put(
                "ReopenRun: output",
                reopen(new Selection.Marked(new NodePath("a"), new Mark.Output(new Value("7")))));
        commands.put(
                "ReopenRun: skipped",
                reopen(new Selection.Marked(new NodePath("a"), new Mark.Skipped())));
        return commands;
    }

    @Test
    void every_command_in_every_state_has_an_answer() throws IOException {
        upToDate(PAGE, page());
        upToDate(CELLS, cells());
    }

    private static void upToDate(Path file, String text) throws IOException {
        if (System.getProperty("generate") != null) {
            Files.writeString(file, text);
        }
        assertThat(Files.exists(file) ? Files.readString(file) : "")
                .as(file + " is stale: run MatrixTest with -Dgenerate")
                .isEqualTo(text);
    }

    /** The same for programs: {@code {cells: [{state, command, answer}]}}. */
    private static String cells() {
        List<String> cells = new ArrayList<>();
        states().forEach((name, state) ->
                commands()
                        .forEach((word, command) -> {
                            String answer = answer(state, command);
                            assertThat(answer).as(name + ", " + word).isNotBlank();
                            cells.add(
                                    "  {\"state\": "
                                            + quoted(name)
                                            + ", \"command\": "
                                            + quoted(word)
                                            + ", \"answer\": "
                                            + quoted(answer)
                                            + "}");
                        }));
        return "{\"cells\": [\n" + String.join(",\n", cells) + "\n]}\n";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String page() {
        StringBuilder page = new StringBuilder();
        page.append("# What a run answers\n\n");
        page.append("Made by `MatrixTest`: what becomes of each command in each state. The run is");
        page.append(" a graph of `a` and `b`, where `b` needs `a`; the state is that of `a`, the");
        page.append(
                " command is about its first attempt, an hour later. Where a finally is spoken of, the run");
        page.append(" is one task that has succeeded.\n");
        states().forEach((name, state) -> {
            page.append("\n## ").append(name).append("\n\n| command | answer |\n|---|---|\n");
            commands()
                    .forEach((word, command) ->
                            page.append("| ")
                                    .append(word)
                                    .append(" | ")
                                    .append(answer(state, command))
                                    .append(" |\n"));
        });
        return page.toString();
    }

    private static String answer(RunState state, RunCommand command) {
        var decider = new RunDecider(new Numbers());
        Decision decision = decider.decide(state, command, NOON.plusSeconds(3600));
        assertThat(decider.decide(state, command, NOON.plusSeconds(3600))).isEqualTo(decision);
        return switch (decision) {
            case Decision.Accept(var events, var after, _) -> {
                Invariants.check(after);
                RunState replayed = state;
                for (RunEvent event : events) {
                    replayed = RunEvolver.evolve(replayed, event);
                }
                assertThat(replayed).isEqualTo(after);
                yield events.stream()
                        .map(event -> event.getClass().getSimpleName())
                        .reduce((a, b) -> a + ", " + b)
                        .orElseThrow();
            }
            case Decision.Ignore(String why, _) -> "– " + why;
            case Decision.Reject(String why) -> "**no**: " + why;
        };
    }

    @Test
    void there_is_a_state_of_every_kind() {
        assertThat(states().values())
                .hasAtLeastOneElementOfType(RunState.NotStarted.class)
                .hasAtLeastOneElementOfType(RunState.Active.class)
                .hasAtLeastOneElementOfType(RunState.Paused.class)
                .hasAtLeastOneElementOfType(RunState.Cancelling.class)
                .hasAtLeastOneElementOfType(RunState.Finished.class);
        assertThat(commands().values().stream().map(Object::getClass).distinct())
                .hasSameSizeAs(kinds(RunCommand.class).toArray());
    }

    private static Stream<Class<?>> kinds(Class<?> kind) {
        return kind.isSealed()
                ? Arrays.stream(kind.getPermittedSubclasses()).flatMap(MatrixTest::kinds)
                : Stream.of(kind);
    }

    @Test
    void an_absent_attempt_is_answered_too() {
        for (RunState state : states().values()) {
            for (RunCommand command :
                    java.util.List.of(
                            place("z"),
                            refuse("z"),
                            began("z", 1),
                            end("z", 1, ok("1")),
                            late("z", 1),
                            due("z"),
                            awaited("z", 1, 1),
                            drop("z", 1, "t"),
                            ask("z", 1))) {
                Decision decision = new RunDecider(new Numbers()).decide(state, command, NOON);
                assertThat(Optional.of(decision))
                        .containsInstanceOf(
                                state instanceof RunState.NotStarted
                                        ? Decision.Reject.class
                                        : Decision.Ignore.class);
            }
        }
    }
}
