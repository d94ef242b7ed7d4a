package dev.headrace.engine.run;

import dev.headrace.engine.run.NodeState.Frame;
import dev.headrace.engine.run.RunState.Head;
import dev.headrace.spec.flow.Call;
import dev.headrace.spec.flow.Expr;
import dev.headrace.spec.flow.Input;
import dev.headrace.spec.flow.Param;
import dev.headrace.spec.flow.Repeat;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.flow.Template;
import dev.headrace.spec.flow.Template.Output;
import dev.headrace.spec.flow.Template.Source;
import dev.headrace.spec.flow.Type;
import dev.headrace.spec.run.Argument;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** Calls of templates: what they are given, how often they are run, what they give. */
final class CallingTemplates {

    private CallingTemplates() {}

    // ---------------------------------------------------------------- decided

    /** The first round, if it is given what it wants. */
    static void open(Story story, NodeState node, Call call) {
        int within = node.frame().map(frame -> frame.recursion(call.template())).orElse(0);
        if (within >= Call.RECURSION_MAX) {
            fail(
                    story,
                    node,
                    Failure.Kind.LIMIT,
                    "TooDeep",
                    "the template "
                            + call.template()
                            + " has called itself "
                            + Call.RECURSION_MAX
                            + " times, one within the other; more is not allowed");
            return;
        }
        SequencedMap<String, Value> arguments = new LinkedHashMap<>();
        Template template = template(story.run().head(), node);
        for (Param param : template.params().values()) {
            Input input = call.inputs().get(param.name());
            Optional<Value> given =
                    input == null ? Optional.empty() : given(story, node, input, Optional.empty());
            if (given.isEmpty() && input != null && !absent(story, node, input)) {
                noSuchPart(story, node, param.name());
                return;
            }
            Value value = given.or(param::fallback).orElse(Value.NULL);
            if (!fits(story, node, param, value)) {
                return;
            }
            arguments.put(param.name(), value);
        }
        story.tell(new RunEvent.CallOpened(node.path(), 0, arguments));
    }

    /** A round has succeeded, or was passed by. */
    static void close(Story story, NodeState node, Call call) {
        NodeState round = story.node(node.family().children().first().orElseThrow().value());
        if (round.outcome().orElseThrow() instanceof Outcome.Skipped) {
            story.tell(
                    new RunEvent.NodeSkipped(
                            node.path(), round.path(), Outcome.Skipped.Reason.SPREAD));
            return;
        }
        Template template = template(story.run().head(), node);
        Optional<Value> result =
                template.output().isPresent()
                        ? output(story, node, round, template.output().get())
                        : Sources.result(story, round.path());
        if (result.isEmpty()) {
            return; // that it failed was told
        }
        if (call.repeat().isEmpty()) {
            over(story, node, template, result.get());
        } else {
            repeat(story, node, round, call.repeat().get(), result.get());
        }
    }

    private static void over(Story story, NodeState node, Template template, Value result) {
        if (template.output().isPresent()) {
            story.tell(new RunEvent.CallReturned(node.path(), result));
        } else {
            Hooks.close(story, node);
        }
    }

    private static void repeat(
            Story story, NodeState node, NodeState round, Repeat repeat, Value result) {
        Frame frame = round.frame().orElseThrow();
        int next = frame.round() + 1;
        Optional<Boolean> done =
                repeat.until().isPresent()
                        ? holds(story, node, repeat.until().get(), new Round(result, next))
                        : Optional.of(next >= repeat.max());
        if (done.isEmpty()) {
            return;
        }
        Template template = template(story.run().head(), node);
        if (done.get()) {
            over(story, node, template, result);
        } else if (story.cancelling(node)) {
            story.tell(new RunEvent.NodeCancelled(node.path(), "the run was cancelled"));
        } else if (next >= repeat.max()) {
            fail(
                    story,
                    node,
                    Failure.Kind.LIMIT,
                    "TooManyRounds",
                    "after "
                            + repeat.max()
                            + " rounds "
                            + repeat.until().map(until -> "\"" + until.text() + "\" ").orElse("")
                            + "still does not hold; the last one gave "
                            + Json.shown(result));
        } else {
            Holding.above(story.tree(), node)
                    .ifPresentOrElse(
                            because ->
                                    story.tell(
                                            new RunEvent.NodeSkipped(
                                                    node.path(),
                                                    because,
                                                    Outcome.Skipped.Reason.NEED)),
                            () -> again(story, node, frame, repeat, new Round(result, next)));
        }
    }

    private static void again(Story story, NodeState node, Frame frame, Repeat repeat, Round over) {
        SequencedMap<String, Value> arguments = new LinkedHashMap<>(frame.arguments());
        Map<String, Param> params = template(story.run().head(), node).params();
        for (Map.Entry<String, Input> next : repeat.next().entrySet()) {
            Param param = params.get(next.getKey());
            Optional<Value> value = given(story, node, next.getValue(), Optional.of(over));
            if (value.isEmpty() && !absent(story, node, next.getValue())) {
                noSuchPart(story, node, next.getKey());
                return;
            }
            if (param == null || !fits(story, node, param, value.orElse(Value.NULL))) {
                return;
            }
            arguments.put(next.getKey(), value.orElse(Value.NULL));
        }
        story.tell(new RunEvent.CallOpened(node.path(), over.number(), arguments));
    }

    /** A round that is over, and how many are by now. */
    private record Round(Value result, int number) {}

    private static Optional<Value> given(
            Story story, NodeState node, Input input, Optional<Round> over) {
        return switch (input) {
            case Input.FromRound(var fields) ->
                    over.flatMap(round -> Sources.part(story.evaluator(), round.result(), fields));
            case Input.RoundNumber _ ->
                    over.map(round -> new Value(String.valueOf(round.number())));
            case Input.Literal _,
                    Input.FromArgument _,
                    Input.FromRun _,
                    Input.FromNode _,
                    Input.FromItem _,
                    Input.FromOutcome _ ->
                    Sources.value(story, node, input);
        };
    }

    /** Whether it comes from a node that has given nothing. */
    private static boolean absent(Story story, NodeState node, Input input) {
        return switch (input) {
            case Input.FromNode(var sibling, _) ->
                    Sources.value(story, node, new Input.FromNode(sibling, List.of())).isEmpty();
            case Input.FromArgument _, Input.FromRun _, Input.FromOutcome _ -> true;
            case Input.Literal _, Input.FromItem _, Input.FromRound _, Input.RoundNumber _ -> false;
        };
    }

    private static void noSuchPart(Story story, NodeState node, String param) {
        fail(
                story,
                node,
                Failure.Kind.VALUE,
                "NoSuchField",
                "what its input "
                        + param
                        + " comes from has no such part, or is too large to be looked into");
    }

    private static boolean fits(Story story, NodeState node, Param param, Value value) {
        Type type = Type.of(param.type()).orElse(Type.Basic.ANY);
        if (type == Type.Basic.ANY || story.evaluator().fits(value, type)) {
            return true;
        }
        fail(
                story,
                node,
                Failure.Kind.VALUE,
                "WrongType",
                "its input "
                        + param.name()
                        + " wants "
                        + type.word()
                        + ", and was given "
                        + Json.shown(value));
        return false;
    }

    private static Optional<Boolean> holds(Story story, NodeState node, Expr until, Round over) {
        SequencedMap<String, Value> names = new LinkedHashMap<>();
        until.names()
                .forEach((name, input) ->
                        names.put(
                                name,
                                given(story, node, input, Optional.of(over)).orElse(Value.NULL)));
        return switch (Truth.of(story, until, names)) {
            case Truth.Told(boolean holds) -> Optional.of(holds);
            case Truth.Unclear(String why) -> {
                wrong(story, node, until, why);
                yield Optional.empty();
            }
        };
    }

    private static void wrong(Story story, NodeState node, Expr expr, String why) {
        Failure failure =
                Failure.of(
                        Failure.Kind.VALUE,
                        "BadExpression",
                        "\"" + expr.text() + "\" cannot be worked out: " + why);
        story.tell(
                new RunEvent.NodeFailed(
                        node.path(), expr.place().isEmpty() ? failure : failure.at(expr.place())));
    }

    private static Optional<Value> output(
            Story story, NodeState node, NodeState round, Output output) {
        switch (output) {
            case Output.Bare(Template.Answer answer) -> {
                return answer(story, node, round, "its result", answer);
            }
            case Output.Named(var answers) -> {
                SequencedMap<String, Value> members = new LinkedHashMap<>();
                for (var entry : answers.entrySet()) {
                    Optional<Value> value =
                            answer(
                                    story,
                                    node,
                                    round,
                                    "its output " + entry.getKey(),
                                    entry.getValue());
                    if (value.isEmpty()) {
                        return value;
                    }
                    members.put(entry.getKey(), value.get());
                }
                return Optional.of(Json.object(members));
            }
        }
    }

    private static Optional<Value> answer(
            Story story, NodeState node, NodeState round, String name, Template.Answer answer) {
        Optional<Value> value =
                switch (answer.source()) {
                    case Source.One(Input input) -> within(story, round, input);
                    case Source.FirstOf(var inputs) ->
                            inputs.stream()
                                    .flatMap(input -> within(story, round, input).stream())
                                    .findFirst();
                    case Source.Computed(Expr expr) -> {
                        SequencedMap<String, Value> names = new LinkedHashMap<>();
                        expr.names()
                                .forEach((key, input) ->
                                        names.put(
                                                key,
                                                within(story, round, input).orElse(Value.NULL)));
                        switch (story.evaluator().evaluate(expr, names)) {
                            case Evaluator.Given(Value given) -> {
                                yield Optional.of(given);
                            }
                            case Evaluator.Wrong(String why) -> {
                                wrong(story, node, expr, why);
                                yield Optional.empty();
                            }
                        }
                    }
                };
        if (!(story.node(node.path()).phase() instanceof Phase.Open)) {
            return Optional.empty(); // it has failed, and its hooks may be to follow
        }
        if (value.isEmpty()) {
            fail(
                    story,
                    node,
                    Failure.Kind.VALUE,
                    "NoOutput",
                    name + " comes from nothing that has succeeded and has such a part");
        } else if (answer.type() != Type.Basic.ANY
                && !story.evaluator().fits(value.get(), answer.type())) {
            fail(
                    story,
                    node,
                    Failure.Kind.VALUE,
                    "WrongType",
                    name
                            + " shall be "
                            + answer.type().word()
                            + ", and is "
                            + Json.shown(value.get()));
            return Optional.empty();
        }
        return value;
    }

    /** As it is seen from among the children of the body. */
    private static Optional<Value> within(Story story, NodeState round, Input input) {
        return input instanceof Input.FromNode(var child, var fields)
                ? Sources.result(story, round.path().child(child))
                        .flatMap(value -> Sources.part(story.evaluator(), value, fields))
                : Sources.value(story, round, input);
    }

    private static void fail(
            Story story, NodeState node, Failure.Kind kind, String type, String message) {
        story.tell(new RunEvent.NodeFailed(node.path(), Failure.of(kind, type, message)));
    }

    // ---------------------------------------------------------------- applied

    /** A round begins; what is left of the one before is gone. */
    static void opened(TreeEdit tree, Head head, RunEvent.CallOpened event) {
        NodePath path = event.node();
        if (event.round() > 0) {
            tree.fold(path);
        }
        NodeState parent = tree.node(path);
        Template template = template(head, parent);
        int begun = parent.tally().attempts();
        tree.put(parent.with(parent.tally().nextRound()).with(new Phase.Open()));
        Call call = (Call) parent.spec();
        Frame frame = new Frame(call.template(), event.round(), event.arguments(), parent.frame());
        var scope =
                new Inputs.Scope(
                        event.arguments(),
                        head.arguments(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        List<Argument> inputs =
                template.body() instanceof Task task
                        ? Inputs.bind(task.inputs(), scope)
                        : List.of();
        NodePath child = path.child(call.template());
        tree.add(
                new Growing.Seed(
                                call.repeat().isPresent() ? child.item(begun) : child,
                                call.template(),
                                template.body(),
                                inputs,
                                List.of())
                        .within(frame)
                        .grown(Optional.of(parent), tree.asked()));
    }

    private static Template template(Head head, NodeState node) {
        if (node.spec() instanceof Call call) {
            Template template = head.flow().library().get(call.template());
            if (template != null) {
                return template;
            }
        }
        throw new IllegalStateException("the journal is corrupt: " + node.path() + " is no call");
    }
}
