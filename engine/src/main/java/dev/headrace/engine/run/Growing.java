package dev.headrace.engine.run;

import dev.headrace.engine.persistent.Sorted;
import dev.headrace.engine.run.NodeState.Family;
import dev.headrace.engine.run.NodeState.Frame;
import dev.headrace.engine.run.NodeState.Origin;
import dev.headrace.engine.run.NodeState.Tally;
import dev.headrace.engine.run.RunState.Head;
import dev.headrace.spec.flow.Counts;
import dev.headrace.spec.flow.Expr;
import dev.headrace.spec.flow.FlowSpec;
import dev.headrace.spec.flow.ForEach;
import dev.headrace.spec.flow.Graph;
import dev.headrace.spec.flow.Node;
import dev.headrace.spec.flow.Resources;
import dev.headrace.spec.flow.Retry;
import dev.headrace.spec.flow.Rules;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.flow.Wait;
import dev.headrace.spec.run.Argument;
import dev.headrace.spec.run.Call;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Tuning;
import dev.headrace.spec.run.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How the tree of a run grows: from its spec, from lists, from running code. */
final class Growing {
    private Growing() {}

    static void root(TreeEdit tree, Head head) {
        Node spec = head.flow().root();
        var scope =
                new Inputs.Scope(
                        head.arguments(),
                        head.arguments(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        List<Argument> inputs =
                spec instanceof Task task ? Inputs.bind(task.inputs(), scope) : List.of();
        tree.add(
                new Seed(NodePath.ROOT, head.flow().name(), spec, inputs, List.of())
                        .with(head.flow().rules())
                        .grown(Optional.empty(), 0));
    }

    static void openGraph(TreeEdit tree, Head head, NodePath path) {
        NodeState parent = tree.node(path);
        if (!(parent.spec() instanceof Graph graph)) {
            throw new IllegalStateException("the journal is corrupt: " + path + " is no graph");
        }
        tree.put(parent.with(new Phase.Open()));
        var scope = Inputs.Scope.within(head, parent, Optional.of(path), parent.item());
        for (String name : inOrder(graph)) {
            Graph.Child child = graph.children().get(name);
            if (child == null) {
                throw new IllegalStateException("unreachable: a graph knows its children");
            }
            List<Argument> inputs =
                    child.node() instanceof Task task
                            ? Inputs.bind(task.inputs(), scope)
                            : List.of();
            tree.add(
                    new Seed(
                                    path.child(name),
                                    name,
                                    child.node(),
                                    inputs,
                                    child.needs().stream().map(path::child).toList())
                            .with(child.rules())
                            .grown(Optional.of(parent), tree.asked()));
        }
    }

    /** As written, but each after what it needs. */
    private static List<String> inOrder(Graph graph) {
        Set<String> placed = new HashSet<>();
        List<String> order = new ArrayList<>();
        for (String first : graph.children().keySet()) {
            Deque<String> open = new ArrayDeque<>(List.of(first));
            while (!open.isEmpty()) {
                String name = open.getFirst();
                Graph.Child child = graph.children().get(name);
                List<String> before =
                        child == null
                                ? List.of()
                                : child.needs().stream()
                                        .filter(need -> !placed.contains(need))
                                        .toList();
                if (before.isEmpty() || placed.contains(name)) {
                    open.pop();
                    if (placed.add(name)) {
                        order.add(name);
                    }
                } else {
                    before.reversed().forEach(open::push);
                }
            }
        }
        return order;
    }

    static void expand(TreeEdit tree, Head head, NodePath path, List<Value> items) {
        NodeState parent = tree.node(path);
        if (!(parent.spec() instanceof ForEach each)) {
            throw new IllegalStateException("the journal is corrupt: " + path + " is no ForEach");
        }
        tree.put(parent.with(new Phase.Open()).with(Counts.open(items.size())));
        Optional<NodePath> graph = Inputs.graphAround(parent, tree::node);
        for (int i = 0; i < items.size(); i++) {
            Optional<Value> item = Optional.of(items.get(i));
            var scope = Inputs.Scope.within(head, parent, graph, item);
            List<Argument> inputs =
                    each.body() instanceof Task task
                            ? Inputs.bind(task.inputs(), scope)
                            : List.of();
            NodeState child =
                    new Seed(path.item(i), parent.name(), each.body(), inputs, List.of())
                            .with(item)
                            .grown(Optional.of(parent), tree.asked());
            tree.add(child);
            if (each.parallel() > 0 && i >= each.parallel()) {
                hold(tree, path, child);
            }
        }
    }

    static void hold(TreeEdit tree, NodePath each, NodeState child) {
        tree.change(child.path(), new Phase.Waiting(1));
        int ordinal = tree.node(child.path()).ordinal();
        NodeState parent = tree.node(each);
        Family family = parent.family();
        tree.put(parent.with(family.withHeld(family.held().with(ordinal, child.path()))));
    }

    static void spawn(TreeEdit tree, FlowSpec flow, NodePath body, List<Call> calls) {
        for (Call call : calls) {
            NodeState parent = tree.node(body);
            List<NodePath> needs =
                    call.inputs().stream()
                            .flatMap(input -> input.holes().stream())
                            .distinct()
                            .toList();
            tree.add(
                    new Seed(
                                    body.child(call.key()),
                                    call.template(),
                                    what(flow, call),
                                    call.inputs(),
                                    needs)
                            .with(flow.rules(call.template()))
                            .with(new Origin(call.digest(), call.code(), call.place()))
                            .grown(Optional.of(parent), tree.asked()));
        }
    }

    private static Node what(FlowSpec flow, Call call) {
        if (call.awaited().isPresent()) {
            return new Wait(call.awaited().get());
        }
        Task template = flow.templates().get(call.template());
        if (template == null) {
            throw new IllegalStateException(
                    "the journal is corrupt: no task " + call.template() + " in the flow");
        }
        return tuned(template, call.tuning());
    }

    private static Task tuned(Task task, Tuning tuning) {
        if (tuning.equals(Tuning.NONE)) {
            return task;
        }
        Retry retry = task.retry();
        Resources resources = task.resources();
        return new Task(
                task.action(),
                task.inputs(),
                new Resources(
                        tuning.milliCpus().orElse(resources.milliCpus()),
                        tuning.memoryBytes().orElse(resources.memoryBytes())),
                new Retry(
                        tuning.retries().orElse(retry.retries()),
                        tuning.retryDelay().orElse(retry.delay()),
                        tuning.retryFactorPercent().orElse(retry.factorPercent()),
                        tuning.retrying().cap().orElse(retry.cap()),
                        tuning.retrying().jitterPercent().orElse(retry.jitterPercent()),
                        tuning.retrying().within().or(retry::within),
                        tuned(retry.worth(), tuning.retrying()),
                        tuning.retrying().losses().orElse(retry.losses())),
                tuning.timeout().or(task::timeout),
                task.poll(),
                tuning.cache().or(task::cache).filter(policy -> !policy.never()));
    }

    private static Retry.Worth tuned(Retry.Worth worth, Tuning.Retrying tuning) {
        return new Retry.Worth(
                tuning.on().orElse(worth.on()),
                tuning.never().orElse(worth.never()),
                tuning.when()
                        .map(text -> new Expr(Expr.CEL, text, new LinkedHashMap<>(), ""))
                        .or(worth::when));
    }

    /**
     * A node beside the work of its parent, which waits for it all the same: one that follows it,
     * or stands in for it.
     *
     * @param outcome what it is given of its parent
     * @param cleanup whether it goes on while the run is being cancelled
     */
    static void beside(
            TreeEdit tree,
            Head head,
            NodePath above,
            NodePath path,
            Node spec,
            Value outcome,
            boolean cleanup) {
        NodeState parent = tree.node(above);
        Optional<NodePath> graph =
                parent.spec() instanceof Graph
                        ? Optional.of(above)
                        : Inputs.graphAround(parent, tree::node);
        var scope =
                new Inputs.Scope(
                        Inputs.arguments(head, parent),
                        head.arguments(),
                        graph,
                        parent.item(),
                        Optional.of(outcome));
        List<Argument> inputs =
                spec instanceof Task task ? Inputs.bind(task.inputs(), scope) : List.of();
        tree.add(
                new Seed(path, parent.name() + path.key(), spec, inputs, List.of())
                        .beside(outcome, cleanup)
                        .grown(Optional.of(parent), tree.asked()));
    }

    /** A node that is about to be. */
    record Seed(
            NodePath path,
            String name,
            Node spec,
            List<Argument> inputs,
            List<NodePath> needs,
            Rules rules,
            Optional<Value> item,
            Optional<Origin> call,
            Optional<Frame> frame,
            Optional<Value> outcome,
            boolean cleanup) {
        Seed(NodePath path, String name, Node spec, List<Argument> inputs, List<NodePath> needs) {
            this(
                    path,
                    name,
                    spec,
                    inputs,
                    needs,
                    Rules.PLAIN,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    false);
        }

        Seed with(Rules itsRules) {
            return new Seed(
                    path, name, spec, inputs, needs, itsRules, item, call, frame, outcome, cleanup);
        }

        Seed with(Optional<Value> ownItem) {
            return new Seed(
                    path, name, spec, inputs, needs, rules, ownItem, call, frame, outcome, cleanup);
        }

        Seed with(Origin origin) {
            return new Seed(
                    path,
                    name,
                    spec,
                    inputs,
                    needs,
                    rules,
                    item,
                    Optional.of(origin),
                    frame,
                    outcome,
                    cleanup);
        }

        /** Within a call: of what is around that it sees nothing. */
        Seed within(Frame own) {
            return new Seed(
                    path,
                    name,
                    spec,
                    inputs,
                    needs,
                    rules,
                    item,
                    call,
                    Optional.of(own),
                    outcome,
                    cleanup);
        }

        Seed beside(Value whatItFollows, boolean cleansUp) {
            return new Seed(
                    path,
                    name,
                    spec,
                    inputs,
                    needs,
                    rules,
                    item,
                    call,
                    frame,
                    Optional.of(whatItFollows),
                    cleansUp);
        }

        NodeState grown(Optional<NodeState> parent, int ordinal) {
            var fixed =
                    new NodeState.Fixed(
                            path,
                            parent.map(NodeState::path),
                            ordinal,
                            parent.map(above -> above.depth() + 1).orElse(0),
                            name,
                            spec,
                            rules,
                            inputs,
                            needs,
                            frame.isPresent()
                                    ? item
                                    : item.or(() -> parent.flatMap(NodeState::item)),
                            call,
                            frame.or(() -> parent.flatMap(NodeState::frame)),
                            frame.isPresent()
                                    ? outcome
                                    : outcome.or(
                                            () -> parent.flatMap(above -> above.fixed().outcome())),
                            cleanup || parent.map(NodeState::cleanup).orElse(false));
            return new NodeState(
                    fixed,
                    new Phase.Ready(),
                    Tally.FRESH,
                    Counts.NONE,
                    Sorted.empty(),
                    Family.NONE,
                    0,
                    0,
                    0);
        }
    }
}
