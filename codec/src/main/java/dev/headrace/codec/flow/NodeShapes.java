package dev.headrace.codec.flow;

import dev.headrace.spec.flow.Action;
import dev.headrace.spec.flow.Call;
import dev.headrace.spec.flow.ForEach;
import dev.headrace.spec.flow.Graph;
import dev.headrace.spec.flow.Graph.Child;
import dev.headrace.spec.flow.Items;
import dev.headrace.spec.flow.Node;
import dev.headrace.spec.flow.Policy;
import dev.headrace.spec.flow.Poll;
import dev.headrace.spec.flow.Resources;
import dev.headrace.spec.flow.Retry;
import dev.headrace.spec.flow.Rules;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.flow.Tolerance;
import dev.headrace.spec.flow.Wait;
import dev.headrace.spec.run.CachePolicy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;

/** The parts of a flow. */
final class NodeShapes {
    private NodeShapes() {}

    static final TextShape<String> DIGEST =
            new TextShape<>(
                    "a digest such as sha256: and 64 hex digits",
                    "^sha256:[0-9a-f]{64}$",
                    digest -> digest,
                    NodeShapes::digest);

    private static String digest(String text) {
        if (!text.matches("sha256:[0-9a-f]{64}")) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    private static final Shape<Node> WITHIN = new LateShape<>(() -> NodeShapes.NODE);

    // ---------------------------------------------------------------- task

    private static final Field<Task, Action> ACTION =
            Field.of("action", ActionShapes.ACTION, Task::action, "What it does");
    private static final Field<Task, List<InputShapes.Named>> INPUTS =
            Field.or(
                    List.of(),
                    "inputs",
                    InputShapes.LIST,
                    task -> InputShapes.named(task.inputs()),
                    "What it is given, in order");
    private static final Field<Task, Resources> RESOURCES =
            Field.or(
                    Resources.ONE_CPU,
                    "resources",
                    TaskShapes.RESOURCES,
                    Task::resources,
                    "What an attempt occupies while it runs");
    private static final Field<Task, Retry> RETRY =
            Field.or(Retry.NONE, "retry", TaskShapes.RETRY, Task::retry, "When it is tried again");
    private static final Field<Task, Optional<Duration>> TIMEOUT =
            Field.maybe(
                    "timeout", TaskShapes.DURATION, Task::timeout, "How long an attempt may take");

    private static final Field<Task, Optional<Poll>> POLL =
            Field.maybe("poll", PollShape.POLL, Task::poll, "That it looks again and again");

    private static final Field<Task, Optional<CachePolicy>> CACHE =
            Field.maybe(
                    "cache",
                    TaskShapes.CACHE,
                    Task::cache,
                    "Whether its result may be taken from an earlier run");

    static final ObjectShape<Task> TASK =
            new ObjectShape<>(
                    "task",
                    "A node that does work",
                    Optional.of("task"),
                    List.of(ACTION, INPUTS, RESOURCES, RETRY, TIMEOUT, POLL, CACHE),
                    read ->
                            new Task(
                                    read.get(ACTION),
                                    InputShapes.byName(read.get(INPUTS)),
                                    read.get(RESOURCES),
                                    read.get(RETRY),
                                    read.get(TIMEOUT),
                                    read.get(POLL),
                                    read.get(CACHE)));

    // ---------------------------------------------------------------- graph

    /** A child with its name. */
    record Named(String name, Child child) {}

    private static final Field<Named, String> CHILD_NAME =
            Field.of("name", TextShape.ANY, Named::name, "");
    private static final Field<Named, Node> CHILD_NODE =
            Field.of("node", WITHIN, named -> named.child().node(), "");
    private static final Field<Named, List<String>> CHILD_NEEDS =
            Field.or(
                    List.of(),
                    "needs",
                    new ListShape<>(TextShape.ANY),
                    named -> List.copyOf(named.child().needs()),
                    "Names of siblings that it waits for");
    private static final Field<Named, Rules> CHILD_RULES =
            Field.or(
                    Rules.PLAIN,
                    "rules",
                    RuleShapes.RULES,
                    named -> named.child().rules(),
                    "What holds for it here");
    private static final ObjectShape<Named> CHILD =
            new ObjectShape<>(
                    "child",
                    "A node under a name",
                    Optional.empty(),
                    List.of(CHILD_NAME, CHILD_NODE, CHILD_NEEDS, CHILD_RULES),
                    read ->
                            new Named(
                                    read.get(CHILD_NAME),
                                    new Child(
                                            read.get(CHILD_NODE),
                                            new TreeSet<>(read.get(CHILD_NEEDS)),
                                            read.get(CHILD_RULES))));

    private static final Field<Graph, List<Named>> CHILDREN =
            Field.of(
                    "children",
                    new ListShape<>(CHILD),
                    graph ->
                            graph.children().entrySet().stream()
                                    .map(child -> new Named(child.getKey(), child.getValue()))
                                    .toList(),
                    "In the order in which they were written");
    private static final Field<Graph, Policy> POLICY =
            Field.or(
                    Policy.PLAIN,
                    "policy",
                    RuleShapes.POLICY,
                    Graph::policy,
                    "What a failure in it means");
    private static final ObjectShape<Graph> GRAPH =
            new ObjectShape<>(
                    "graph",
                    "Named children, each of which waits for those that it needs",
                    Optional.of("graph"),
                    List.of(CHILDREN, POLICY),
                    read -> new Graph(byName(read.get(CHILDREN)), read.get(POLICY)));

    private static SequencedMap<String, Child> byName(List<Named> list) {
        SequencedMap<String, Child> children = new LinkedHashMap<>();
        for (Named named : list) {
            if (children.putIfAbsent(named.name(), named.child()) != null) {
                throw Complaint.twice("children", named.name());
            }
        }
        return children;
    }

    // ---------------------------------------------------------------- foreach

    private static final Field<ForEach, Items> ITEMS =
            Field.of("items", new ItemsShape(), ForEach::items, "");
    private static final Field<ForEach, Node> BODY = Field.of("body", WITHIN, ForEach::body, "");
    private static final Field<ForEach, Long> PARALLEL =
            Field.or(
                    0L,
                    "parallel",
                    new NumberShape(0, Integer.MAX_VALUE),
                    each -> (long) each.parallel(),
                    "How many items may be under way at once; 0: as many as fit");
    private static final Field<ForEach, Tolerance> TOLERANCE =
            Field.or(
                    Tolerance.NONE,
                    "tolerance",
                    ToleranceShapes.TOLERANCE,
                    ForEach::tolerance,
                    "How many items have to succeed");
    private static final Field<ForEach, ForEach.Empty> EMPTY =
            Field.or(
                    ForEach.Empty.SUCCEED,
                    "empty",
                    RuleShapes.word(ForEach.Empty.values()),
                    ForEach::empty,
                    "What it comes to when there are no items");
    private static final Field<ForEach, ForEach.Collect> COLLECT =
            Field.or(
                    ForEach.Collect.NULLS,
                    "collect",
                    RuleShapes.word(ForEach.Collect.values()),
                    ForEach::collect,
                    "What stands in the result for an item that has none");
    private static final ObjectShape<ForEach> EACH =
            new ObjectShape<>(
                    "foreach",
                    "One body for each item of a list that is known when the node starts",
                    Optional.of("foreach"),
                    List.of(ITEMS, BODY, PARALLEL, TOLERANCE, EMPTY, COLLECT),
                    read ->
                            new ForEach(
                                    read.get(ITEMS),
                                    read.get(BODY),
                                    Math.toIntExact(read.get(PARALLEL)),
                                    read.get(TOLERANCE),
                                    read.get(EMPTY),
                                    read.get(COLLECT)));

    static final KindShape<Node> NODE =
            new KindShape<>(
                    "node",
                    () -> List.of(TASK, GRAPH, EACH, CallShapes.CALL, WaitShapes.WAIT),
                    node ->
                            switch (node) {
                                case Task _ -> TASK;
                                case Graph _ -> GRAPH;
                                case ForEach _ -> EACH;
                                case Call _ -> CallShapes.CALL;
                                case Wait _ -> WaitShapes.WAIT;
                            });
}
