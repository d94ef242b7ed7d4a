package dev.headrace.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.engine.run.Decision.Accept;
import dev.headrace.engine.run.Decision.Ignore;
import dev.headrace.engine.run.Decision.Reject;
import dev.headrace.spec.flow.Action;
import dev.headrace.spec.flow.FlowSpec;
import dev.headrace.spec.flow.ForEach;
import dev.headrace.spec.flow.Graph;
import dev.headrace.spec.flow.Hook;
import dev.headrace.spec.flow.Input;
import dev.headrace.spec.flow.Node;
import dev.headrace.spec.flow.Resources;
import dev.headrace.spec.flow.Retry;
import dev.headrace.spec.flow.Rules;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.run.Argument;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.Call;
import dev.headrace.spec.run.Ending;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.RunId;
import dev.headrace.spec.run.Tuning;
import dev.headrace.spec.run.Value;
import dev.headrace.spec.run.WaitLimit;
import dev.headrace.spec.run.WorkerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;

/** The words in which rules are written: given this happened – when that is asked – then this. */
final class Rule {
    static final RunId RUN = new RunId("run00001");
    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    static final WorkerId WORKER = new WorkerId("w1");
    static final Grant GRANT = new Grant(WORKER, Resources.ONE_CPU, false);

    private Rule() {}

    // ------------------------------------------------------------ flows

    static Task task() {
        return task(0);
    }

    static Task task(int retries) {
        return new Task(
                new Action.Python("flow.py", "f"),
                new LinkedHashMap<>(),
                Resources.ONE_CPU,
                new Retry(retries, Duration.ofMinutes(1), 200, Duration.ofHours(1)),
                Optional.empty());
    }

    static Task limited(Duration timeout, int retries) {
        Task task = task(retries);
        return new Task(
                task.action(), task.inputs(), task.resources(), task.retry(), Optional.of(timeout));
    }

    static Task with(Task task, String name, Input input) {
        SequencedMap<String, Input> inputs = new LinkedHashMap<>(task.inputs());
        inputs.put(name, input);
        return new Task(
                task.action(),
                inputs,
                task.resources(),
                task.retry(),
                task.timeout(),
                task.poll(),
                task.cache());
    }

    record Named(String name, Node node, List<String> needs) {}

    static Named child(String name, Node node, String... needs) {
        return new Named(name, node, List.of(needs));
    }

    static Graph graph(Named... children) {
        SequencedMap<String, Graph.Child> named = new LinkedHashMap<>();
        for (Named child : children) {
            named.put(child.name(), new Graph.Child(child.node(), new TreeSet<>(child.needs())));
        }
        return new Graph(named);
    }

    static ForEach each(String items, Node body, int parallel) {
        return new ForEach(new Input.Literal(new Value(items)), body, parallel);
    }

    static Hook hook(String name, Hook.On on, Node body) {
        return new Hook(name, on, body);
    }

    /** A flow that is followed by these, whose task t is followed by the last. */
    static FlowSpec followed(Node root, Hook... hooks) {
        FlowSpec flow = flow(root);
        SequencedMap<String, Rules> called = new LinkedHashMap<>();
        called.put("t", Rules.PLAIN.with(List.of(hooks[hooks.length - 1])));
        return new FlowSpec(
                flow.name(),
                flow.params(),
                root,
                flow.templates(),
                flow.code(),
                flow.environment(),
                flow.library(),
                Rules.PLAIN.with(List.of(hooks)),
                called,
                flow.history());
    }

    static FlowSpec flow(Node root) {
        SequencedMap<String, Task> templates = new LinkedHashMap<>();
        templates.put("t", task());
        templates.put("again", task(2));
        templates.put("body", task(1));
        return new FlowSpec(
                "flow", new LinkedHashMap<>(), root, templates, List.of(), Optional.empty());
    }

    // ------------------------------------------------------------ events

    static RunEvent began() {
        return new RunEvent.RunStarted(RUN, "flow", "v", new LinkedHashMap<>(), "manual", "me");
    }

    static NodePath path(String text) {
        return new NodePath(text);
    }

    static AttemptId attempt(String node, int number) {
        return new AttemptId(path(node), number);
    }

    static RunEvent opened(String graph) {
        return new RunEvent.GraphOpened(path(graph));
    }

    static RunEvent placed(String node, int number) {
        return new RunEvent.AttemptPlaced(attempt(node, number), GRANT);
    }

    static RunEvent started(String node, int number) {
        return new RunEvent.AttemptStarted(attempt(node, number), NOON, Optional.empty());
    }

    static RunEvent ended(String node, int number, Outcome outcome, String... seen) {
        return new RunEvent.AttemptEnded(attempt(node, number), ending(outcome, seen));
    }

    static RunEvent settled(String node) {
        return new RunEvent.NodeSettled(path(node));
    }

    static RunEvent skipped(String node, String because) {
        return new RunEvent.NodeSkipped(path(node), path(because), Outcome.Skipped.Reason.NEED);
    }

    static RunEvent queued(String node) {
        return new RunEvent.TaskQueued(path(node));
    }

    static RunEvent reset(String node) {
        return new RunEvent.TaskReset(path(node));
    }

    static RunEvent cancelled(String node) {
        return new RunEvent.NodeCancelled(path(node), "the run was cancelled");
    }

    static RunEvent orphaned(String node) {
        return new RunEvent.NodeCancelled(path(node), "the task that called it is over");
    }

    static RunEvent stopping(String node, int number, StopReason reason) {
        return new RunEvent.AttemptStopping(attempt(node, number), reason);
    }

    static RunEvent parked(String body, int number, boolean all, String... children) {
        List<NodePath> awaited = new ArrayList<>();
        for (String child : children) {
            awaited.add(path(child));
        }
        return new RunEvent.AttemptParked(attempt(body, number), awaited, all);
    }

    static RunEvent spawned(String body, int number, Call... calls) {
        return new RunEvent.TasksSpawned(attempt(body, number), List.of(calls));
    }

    static RunEvent finished(Verdict verdict) {
        return new RunEvent.RunFinished(verdict);
    }

    // ------------------------------------------------------------ outcomes

    static Outcome ok(String json) {
        return new Outcome.Succeeded(new Value(json));
    }

    static Outcome failed() {
        return failed(Failure.Kind.USER);
    }

    static Outcome failed(Failure.Kind kind) {
        return new Outcome.Failed(Failure.of(kind, "E", "it broke"));
    }

    static Outcome lost() {
        return new Outcome.Lost("its host is gone");
    }

    static Outcome cancelled() {
        return new Outcome.Cancelled("the run was cancelled");
    }

    static Ending ending(Outcome outcome, String... seen) {
        return new Ending(outcome, List.of(seen), List.of(), NOON, 1_000_000, Optional.empty());
    }

    // ------------------------------------------------------------ commands

    static RunCommand start() {
        return new RunCommand.StartRun(RUN, "v", new LinkedHashMap<>(), "manual", "me");
    }

    static RunCommand place(String node) {
        return new RunCommand.PlaceTask(path(node), GRANT);
    }

    static RunCommand refuse(String node) {
        return new RunCommand.RefuseTask(
                path(node), Failure.of(Failure.Kind.CAPACITY, "NeverFits", "too large"));
    }

    static RunCommand end(String node, int number, Outcome outcome, String... seen) {
        return new RunCommand.ReportEnded(attempt(node, number), ending(outcome, seen));
    }

    static RunCommand began(String node, int number) {
        return new RunCommand.ReportStarted(attempt(node, number), NOON);
    }

    static RunCommand cancel() {
        return new RunCommand.CancelRun("ann", "changed my mind");
    }

    static RunCommand hookDue(String hook) {
        return new RunCommand.Wake(new Timer.HookDue(path(hook)));
    }

    static RunCommand pause() {
        return new RunCommand.PauseRun("ann", "lunch");
    }

    static RunCommand goOn() {
        return new RunCommand.ContinueRun("ann", "");
    }

    static RunCommand kill() {
        return new RunCommand.CancelRun("ann", "at once", true);
    }

    static RunCommand mark(String node, Mark as) {
        return new RunCommand.MarkNode(path(node), as, "ann", "by hand");
    }

    static RunCommand reopen(Selection selection) {
        return new RunCommand.ReopenRun(selection, "ann", "again");
    }

    static RunCommand hold(String node) {
        return new RunCommand.HoldNode(path(node), "ann", "look first");
    }

    static RunCommand release(String node) {
        return new RunCommand.ReleaseNode(path(node), "ann", "");
    }

    static RunCommand reopen() {
        return new RunCommand.ReopenRun("ann", "resume");
    }

    static RunEvent reopened(int generation) {
        return new RunEvent.RunReopened(generation, "ann", "resume");
    }

    static RunEvent cancelWished() {
        return new RunEvent.CancelRequested("ann", "changed my mind");
    }

    static RunCommand due(String node) {
        return new RunCommand.Wake(new Timer.RetryDue(path(node)));
    }

    static RunCommand late(String node, int number) {
        return new RunCommand.Wake(new Timer.Deadline(attempt(node, number)));
    }

    static RunCommand signal(String id, String name) {
        return new RunCommand.SendSignal(id, name, new Value("5"), "ann");
    }

    static RunCommand approval(String node, boolean approved, String n) {
        SequencedMap<String, Value> answers = new LinkedHashMap<>();
        answers.put("n", new Value(n));
        return new RunCommand.GiveApproval(path(node), approved, answers, "ann", "");
    }

    static RunCommand waited(String node) {
        return new RunCommand.Wake(new Timer.WaitDue(path(node)));
    }

    static Call call(String key, String template, String digest, String... holes) {
        List<Argument> inputs = new ArrayList<>();
        inputs.add(Argument.of("x", new Value("\"" + digest + "\"")));
        for (String hole : holes) {
            inputs.add(new Argument("h", Value.NULL, List.of(path(hole)), Argument.Spread.NAMED));
        }
        return new Call(
                key, template, inputs, digest, "c0de", "flow.py:" + digest.length(), Tuning.NONE);
    }

    static RunCommand ask(String body, int number, Call... calls) {
        return new RunCommand.CallTasks(attempt(body, number), List.of(calls), Optional.empty());
    }

    static RunCommand await(String body, int number, boolean all, String... keys) {
        return new RunCommand.CallTasks(
                attempt(body, number),
                List.of(),
                Optional.of(new RunCommand.Await(List.of(keys), all)));
    }

    /** As {@code result(timeout=…)} does, for the first time in that body. */
    static RunCommand await(String body, int number, Duration length, String... keys) {
        return new RunCommand.CallTasks(
                attempt(body, number),
                List.of(),
                Optional.of(
                        new RunCommand.Await(
                                List.of(keys),
                                true,
                                Optional.of(new WaitLimit(length, "timeout#1")))));
    }

    static RunCommand awaited(String body, int number, int round) {
        return new RunCommand.Wake(new Timer.AwaitDue(attempt(body, number), round));
    }

    static RunCommand drop(String body, int number, String... keys) {
        return new RunCommand.CancelCalls(attempt(body, number), List.of(keys));
    }

    // ------------------------------------------------------------ given – when – then

    /** A run to which all of this happened. */
    static Case given(Node root, RunEvent... events) {
        List<RunEvent> all = new ArrayList<>(List.of(began()));
        all.addAll(List.of(events));
        return new Case(RunEvolver.replay(flow(root), all));
    }

    /** A run of a flow that has hooks, to which all of this happened. */
    static Case given(FlowSpec flow, RunEvent... events) {
        List<RunEvent> all = new ArrayList<>(List.of(began()));
        all.addAll(List.of(events));
        return new Case(RunEvolver.replay(flow, all));
    }

    /** A run to which nothing has happened yet. */
    static Case fresh(Node root) {
        return fresh(flow(root));
    }

    static Case fresh(FlowSpec flow) {
        return new Case(new RunState.NotStarted(flow));
    }

    record Case(RunState state, Optional<Decision> decision, Instant now) {
        Case(RunState state) {
            this(state, Optional.empty(), NOON);
        }

        Case at(Instant later) {
            return new Case(state, decision, later);
        }

        Case when(RunCommand command) {
            Decision made = new RunDecider(new Numbers()).decide(state, command, now);
            RunState then = made instanceof Accept accept ? accept.state() : state;
            Invariants.check(then);
            return new Case(then, Optional.of(made), now);
        }

        Decision said() {
            return decision.orElseThrow();
        }

        List<RunEvent> events() {
            assertThat(said()).isInstanceOf(Accept.class);
            return ((Accept) said()).events();
        }

        List<Effect> effects() {
            return switch (said()) {
                case Accept(_, _, var also) -> also;
                case Ignore(_, var again) -> again;
                case Reject _ -> List.of();
            };
        }

        Case then(RunEvent... expected) {
            assertThat(events()).containsExactly(expected);
            return this;
        }

        Case ignored() {
            assertThat(said()).isInstanceOf(Ignore.class);
            return this;
        }

        Case rejected(String why) {
            assertThat(said())
                    .isInstanceOfSatisfying(
                            Reject.class, reject -> assertThat(reject.why()).contains(why));
            return this;
        }

        Case more(RunEvent... events) {
            RunState then = state;
            for (RunEvent event : events) {
                then = RunEvolver.evolve(then, event);
            }
            return new Case(then, Optional.empty(), now);
        }

        RunState.Begun begun() {
            return (RunState.Begun) state;
        }

        Tree tree() {
            return ((RunState.Begun) state).tree();
        }

        NodeState node(String path) {
            return tree().node(new NodePath(path));
        }

        Phase phase(String path) {
            return node(path).phase();
        }

        List<String> ready() {
            List<String> paths = new ArrayList<>();
            tree().ready().forEach(entry -> paths.add(entry.value().text()));
            return paths;
        }
    }
}
