package dev.headrace.engine.run;

import static dev.headrace.engine.run.Rule.NOON;
import static dev.headrace.engine.run.Rule.ask;
import static dev.headrace.engine.run.Rule.await;
import static dev.headrace.engine.run.Rule.began;
import static dev.headrace.engine.run.Rule.call;
import static dev.headrace.engine.run.Rule.child;
import static dev.headrace.engine.run.Rule.each;
import static dev.headrace.engine.run.Rule.end;
import static dev.headrace.engine.run.Rule.failed;
import static dev.headrace.engine.run.Rule.fresh;
import static dev.headrace.engine.run.Rule.graph;
import static dev.headrace.engine.run.Rule.ok;
import static dev.headrace.engine.run.Rule.path;
import static dev.headrace.engine.run.Rule.place;
import static dev.headrace.engine.run.Rule.start;
import static dev.headrace.engine.run.Rule.task;
import static dev.headrace.engine.run.Rule.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.engine.explain.Explain;
import dev.headrace.spec.flow.Graph;
import dev.headrace.spec.flow.Input;
import dev.headrace.spec.flow.Policy;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What will run again, and that it does. */
class PlanTest {
    /** a → b → c, and d beside; each is a task without retries. */
    private static final Graph FLOW =
            graph(
                    child("a", task()),
                    child("b", with(task(), "n", new Input.Literal(new Value("1"))), "a"),
                    child("c", task(), "b"),
                    child("d", task()));

    /** Runs whatever is ready until nothing is, with these outcomes; else with success. */
    private static Rule.Case run(Rule.Case run, Map<String, Outcome> outcomes) {
        Rule.Case now = run;
        while (!now.ready().isEmpty()) {
            String next = now.ready().getFirst();
            int number = now.node(next).tally().attempts() + 1;
            now = now.when(place(next));
            now = now.when(end(next, number, outcomes.getOrDefault(next, ok("\"" + next + "\""))));
        }
        assertThat(now.state()).isInstanceOf(RunState.Finished.class);
        return now;
    }

    private static Rule.Case over(Graph graph, Map<String, Outcome> outcomes) {
        return run(fresh(graph).when(start()), outcomes);
    }

    private static Selection from(String node) {
        return new Selection.From(path(node), new LinkedHashMap<>());
    }

    private static Selection retry() {
        return new Selection.Failed(Optional.empty());
    }

    private static String words(Rule.Case run, Selection selection) {
        StringBuilder words = new StringBuilder();
        for (Plan.Line line :
                Plan.of((RunState.Begun) run.state(), selection)
                        .lines((RunState.Begun) run.state())) {
            words.append(line.path()).append(' ').append(line.why().words()).append("; ");
        }
        return words.toString().strip();
    }

    /** What runs is what the plan says, from the same state. */
    private static Rule.Case keeps(Rule.Case run, Selection selection) {
        TreeSet<String> planned = new TreeSet<>();
        Plan.of((RunState.Begun) run.state(), selection)
                .lines((RunState.Begun) run.state())
                .forEach(line -> planned.add(line.path().text()));
        Rule.Case again = run.when(new RunCommand.ReopenRun(selection, "ann", "better so"));
        TreeSet<String> ran = new TreeSet<>();
        while (!again.ready().isEmpty()) {
            String next = again.ready().getFirst();
            ran.add(next);
            int number = again.node(next).tally().attempts() + 1;
            again = again.when(place(next)).when(end(next, number, ok("\"" + next + "\"")));
        }
        assertThat(again.state()).isInstanceOf(RunState.Finished.class);
        assertThat(ran).isEqualTo(planned);
        return again;
    }

    @Test
    void a_retry_runs_what_failed_and_what_follows_from_it() {
        Rule.Case run = over(FLOW, Map.of("b", failed()));
        assertThat(words(run, retry())).isEqualTo("b it failed; c it follows;");
        assertThat(((RunState.Finished) keeps(run, retry()).state()).verdict())
                .isEqualTo(Verdict.SUCCEEDED);
    }

    @Test
    void a_retry_of_what_has_not_failed_is_refused() {
        Rule.Case run = over(FLOW, Map.of());
        assertThat(Plan.of((RunState.Begun) run.state(), retry()).isEmpty()).isTrue();
        run.when(new RunCommand.ReopenRun(retry(), "ann", "")).rejected("has failed");
    }

    @Test
    void a_retry_leaves_what_was_cancelled_and_says_so() {
        Graph flow = graph(child("a", task()), child("b", task()), child("c", task()));
        Rule.Case cancelled =
                fresh(flow)
                        .when(start())
                        .when(place("a"))
                        .when(end("a", 1, failed()))
                        .when(Rule.cancel());
        assertThat(words(cancelled, retry())).isEqualTo("a it failed;");
        Rule.Case again = keeps(cancelled, retry());
        assertThat(((RunState.Finished) again.state()).verdict()).isEqualTo(Verdict.CANCELLED);
        assertThat(words(cancelled, new Selection.Unfinished()))
                .isEqualTo("a it failed; b it has not succeeded; c it has not succeeded;");
        keeps(cancelled, new Selection.Unfinished());
    }

    @Test
    void a_retry_runs_also_what_the_failure_has_stopped_or_kept_from_beginning() {
        SequencedMap<String, Graph.Child> children = new LinkedHashMap<>();
        for (String name : List.of("a", "b", "c")) {
            children.put(name, new Graph.Child(task(), new TreeSet<>()));
        }
        var stop = new Policy(Policy.OnFailure.STOP, new Policy.Decides.All());
        Rule.Case run =
                fresh(new Graph(children, stop)).when(start()).when(place("a")).when(place("b"));
        run = run.when(end("a", 1, failed())).when(end("b", 1, Rule.cancelled()));
        assertThat(words(run, retry()))
                .isEqualTo("a it failed; b it has not succeeded; c it has not succeeded;");
        assertThat(((RunState.Finished) keeps(run, retry()).state()).verdict())
                .isEqualTo(Verdict.SUCCEEDED);
    }

    @Test
    void nothing_is_said_of_what_an_earlier_generation_has_left() {
        Graph flow = graph(child("a", task()), child("g", graph(child("x", task())), "a"));
        Rule.Case again = over(flow, Map.of()).when(new RunCommand.ReopenRun(from("a"), "ann", ""));
        again.when(new RunCommand.MarkNode(path("g/x"), new Mark.Skipped(), "ann", ""))
                .rejected("has no 'g/x' yet");
        again.when(Rule.hold("g/x")).rejected("has no 'g/x' yet");
    }

    @Test
    void from_a_node_runs_it_and_all_that_follows_and_nothing_else() {
        Rule.Case run = over(FLOW, Map.of());
        assertThat(words(run, from("b"))).isEqualTo("b it was asked for; c it follows;");
        Rule.Case again = keeps(run, from("b"));
        assertThat(again.node("b").tally().attempts()).isEqualTo(2);
        assertThat(again.node("a").tally().attempts()).isEqualTo(1);
        keeps(run, from("d"));
        keeps(run, from(""));
    }

    @Test
    void from_a_node_of_an_inner_graph_what_follows_outside_runs_too() {
        Graph flow =
                graph(
                        child("a", task()),
                        child("g", graph(child("x", task()), child("y", task(), "x")), "a"),
                        child("h", graph(child("z", task())), "g"));
        Rule.Case run = over(flow, Map.of());
        assertThat(words(run, from("g/y"))).isEqualTo("g/y it was asked for; h/z it follows;");
        keeps(run, from("g/y"));
        keeps(run, from("g"));
        keeps(run, from("a"));
    }

    @Test
    void a_list_that_starts_from_scratch_has_its_items_anew() {
        Graph flow =
                graph(
                        child("a", task()),
                        child(
                                "e",
                                new dev.headrace.spec.flow.ForEach(
                                        new Input.FromNode("a", List.of()), task(), 1),
                                "a"),
                        child("z", task(), "e"));
        Rule.Case run = over(flow, Map.of("a", ok("[1,2,3]")));
        assertThat(run.tree().find(path("e[2]"))).isPresent();
        Selection selection = from("a");
        assertThat(words(run, selection))
                .isEqualTo("a it was asked for; e it follows; z it follows;");
        Rule.Case again = run.when(new RunCommand.ReopenRun(selection, "ann", ""));
        again = again.when(place("a")).when(end("a", 2, ok("[4]")));
        assertThat(again.ready()).containsExactly("e[0]");
        assertThat(again.tree().has(again.node("e[2]"))).isFalse();
        again = again.when(place("e[0]")).when(end("e[0]", 2, ok("16")));
        assertThat(again.node("e").outcome()).contains(ok("[16]"));
        run(again, Map.of());
    }

    @Test
    void one_item_runs_again_beside_those_that_stay() {
        Graph flow = graph(child("e", each("[1,2,3]", task(), 1)), child("z", task(), "e"));
        Rule.Case run = over(flow, Map.of("e[1]", failed()));
        assertThat(words(run, retry())).isEqualTo("e[1] it failed; z it follows;");
        keeps(run, retry());
        assertThat(words(run, from("e[0]"))).isEqualTo("e[0] it was asked for; z it follows;");
    }

    @Test
    void from_a_task_that_a_body_called_the_body_and_its_later_calls_run_again() {
        Graph flow = graph(child("a", task(1)), child("b", task(), "a"));
        Rule.Case run =
                fresh(flow)
                        .when(start())
                        .when(place("a"))
                        .when(began("a", 1))
                        .when(ask("a", 1, call("t", "t", "1"), call("t#2", "t", "2")))
                        .when(await("a", 1, true, "t", "t#2"));
        for (String called : List.of("a/t", "a/t#2")) {
            run = run.when(place(called)).when(end(called, 1, ok("1")));
        }
        run = run.when(new RunCommand.ResumeBody(path("a"))).when(end("a", 1, ok("3"), "t", "t#2"));
        run = run(run, Map.of());
        Plan plan = Plan.of((RunState.Begun) run.state(), from("a/t#2"));
        assertThat(plan.again().keySet().stream().map(NodePath::text))
                .containsExactly("", "a", "a/t#2", "b");
        Rule.Case again =
                run.when(new RunCommand.ReopenRun(from("a/t#2"), "ann", ""))
                        .when(place("a"))
                        .when(began("a", 2))
                        .when(ask("a", 2, call("t", "t", "1"), call("t#2", "t", "other")));
        assertThat(again.node("a/t").succeeded()).isTrue();
        assertThat(again.ready()).containsExactly("a/t#2");
        again.when(place("a/t#2")).then(Rule.placed("a/t#2", 2));
    }

    @Test
    void a_body_from_scratch_calls_as_if_it_had_never_run() {
        Graph flow = graph(child("a", task(1)));
        Rule.Case run =
                fresh(flow)
                        .when(start())
                        .when(place("a"))
                        .when(began("a", 1))
                        .when(ask("a", 1, call("t", "t", "1")))
                        .when(await("a", 1, true, "t"))
                        .when(place("a/t"))
                        .when(end("a/t", 1, ok("1")))
                        .when(new RunCommand.ResumeBody(path("a")))
                        .when(end("a", 1, ok("3"), "t"));
        Rule.Case again =
                run.when(new RunCommand.ReopenRun(from("a"), "ann", ""))
                        .when(place("a"))
                        .when(began("a", 2))
                        .when(ask("a", 2, call("t", "t", "other")));
        assertThat(again.ready()).containsExactly("a/t");
        assertThat(again.node("a").family().open()).isEqualTo(1);
    }

    private static Decision edited(Rule.Case run, String node, String input, String value) {
        SequencedMap<String, Value> edits = new LinkedHashMap<>();
        edits.put(input, new Value(value));
        return run.when(
                        new RunCommand.ReopenRun(
                                new Selection.From(path(node), edits), "ann", "better so"))
                .said();
    }

    @Test
    void an_edited_input_has_another_value_and_the_same_type() {
        Rule.Case run = over(FLOW, Map.of());
        Decision.Accept made = (Decision.Accept) edited(run, "b", "n", "2");
        assertThat(
                        ((RunState.Begun) made.state())
                                .tree()
                                .node(path("b"))
                                .inputs()
                                .getFirst()
                                .value())
                .isEqualTo(new Value("2"));
        assertThat(edited(run, "b", "n", "null")).isInstanceOf(Decision.Accept.class);
        assertThat(edited(run, "b", "n", "\"two\""))
                .isEqualTo(
                        new Decision.Reject("the input n of b is a number, and \"two\" is a text"));
        assertThat(edited(run, "b", "m", "2"))
                .isEqualTo(new Decision.Reject("b has no input 'm'; it has n"));
        assertThat(edited(run, "", "n", "2")).isInstanceOf(Decision.Reject.class);
        assertThat(edited(run, "z", "n", "2")).isEqualTo(new Decision.Reject("the run has no 'z'"));
    }

    @Test
    void a_plan_is_replayed_from_its_event() {
        Rule.Case run = over(FLOW, Map.of("b", failed()));
        Decision.Accept made =
                (Decision.Accept) run.when(new RunCommand.ReopenRun(retry(), "ann", "")).said();
        RunState replayed = run.state();
        for (RunEvent event : made.events()) {
            replayed = RunEvolver.evolve(replayed, event);
        }
        assertThat(replayed).isEqualTo(made.state());
        assertThat(made.events().getFirst())
                .isEqualTo(
                        new RunEvent.RunReopened(
                                2,
                                "ann",
                                "",
                                Optional.of(
                                        new RunEvent.Reset(
                                                List.of(path(""), path("b")),
                                                List.of(path("c")),
                                                List.of()))));
    }

    private static Selection said(String node, Mark as) {
        return new Selection.Marked(path(node), as);
    }

    private static Mark gives(String json) {
        return new Mark.Output(new Value(json));
    }

    @Test
    void what_follows_from_an_output_that_was_set_by_hand_runs() {
        Rule.Case run = over(FLOW, Map.of("b", failed()));
        Selection seven = said("b", gives("7"));
        assertThat(words(run, seven)).isEqualTo("c it follows;");
        Rule.Case again = run.when(new RunCommand.ReopenRun(seven, "ann", "known"));
        assertThat(again.node("b").outcome()).contains(ok("7"));
        assertThat(again.ready()).containsExactly("c");
        Rule.Case done = run(again, Map.of());
        assertThat(((RunState.Finished) done.state()).verdict()).isEqualTo(Verdict.SUCCEEDED);
        assertThat(done.node("b").tally().attempts()).isEqualTo(1);
        assertThat(Explain.node(done.begun(), Optional.empty(), path("b"), NOON).sentence())
                .isEqualTo("b counts as succeeded: ann said so (known).");
        Rule.Case rerun = done.when(new RunCommand.ReopenRun(from("b"), "ann", ""));
        assertThat(rerun.begun().tree().hands().marks().isEmpty()).isTrue();
    }

    @Test
    void the_last_one_set_by_hand_ends_the_run_at_once() {
        Rule.Case run = over(FLOW, Map.of("c", failed()));
        Rule.Case done = run.when(new RunCommand.ReopenRun(said("c", gives("1")), "ann", ""));
        assertThat(((RunState.Finished) done.state()).verdict()).isEqualTo(Verdict.SUCCEEDED);
        done.when(new RunCommand.ReopenRun(said("c", gives("1")), "ann", "")).ignored();
        done.when(new RunCommand.ReopenRun(said("c", gives("\"x\"")), "ann", ""))
                .rejected("the output of c is a number, and \"x\" is a text");
        done.when(new RunCommand.ReopenRun(said("c", gives("2")), "ann", ""));
        done.when(new RunCommand.ReopenRun(said("z", gives("2")), "ann", "")).rejected("no 'z'");
    }

    @Test
    void what_had_succeeded_can_be_taken_for_failed_or_skipped() {
        Rule.Case run = over(FLOW, Map.of());
        Rule.Case failed =
                run.when(new RunCommand.ReopenRun(said("b", new Mark.Failed()), "ann", ""));
        assertThat(((RunState.Finished) failed.state()).verdict()).isEqualTo(Verdict.FAILED);
        assertThat(failed.node("c").outcome().orElseThrow()).isInstanceOf(Outcome.Skipped.class);
        Rule.Case skipped =
                run.when(new RunCommand.ReopenRun(said("b", new Mark.Skipped()), "ann", ""));
        assertThat(((RunState.Finished) skipped.state()).verdict()).isEqualTo(Verdict.SUCCEEDED);
        run.when(new RunCommand.ReopenRun(said("b", new Mark.Succeeded()), "ann", "")).ignored();
    }

    @Test
    void a_body_finds_what_was_said_of_its_calls() {
        Rule.Case run =
                fresh(graph(child("a", task()), child("b", task(), "a")))
                        .when(start())
                        .when(place("a"))
                        .when(ask("a", 1, call("t", "t", "1"), call("u", "t", "2")))
                        .when(await("a", 1, true, "t"))
                        .when(place("a/u"))
                        .when(end("a/u", 1, ok("2")))
                        .when(place("a/t"))
                        .when(end("a/t", 1, failed()))
                        .when(new RunCommand.ResumeBody(path("a")))
                        .when(end("a", 1, failed()));
        assertThat(run.state()).isInstanceOf(RunState.Finished.class);
        run.when(new RunCommand.ReopenRun(said("a/t", new Mark.Failed()), "ann", ""))
                .rejected("would run it again");
        Selection seven = said("a/t", gives("7"));
        Rule.Case again =
                run.when(new RunCommand.ReopenRun(seven, "ann", ""))
                        .when(place("a"))
                        .when(ask("a", 2, call("t", "t", "1")));
        assertThat(again.node("a/t").outcome()).contains(ok("7"));
        assertThat(again.ready()).isEmpty();
        Rule.Case waits = again.when(await("a", 2, true, "t"));
        assertThat(waits.node("a").phase()).isInstanceOf(Phase.Started.class);
    }
}
