package dev.headrace.frontends.yaml;

import dev.headrace.spec.flow.Call;
import dev.headrace.spec.flow.Expressions;
import dev.headrace.spec.flow.FlowSpec;
import dev.headrace.spec.flow.ForEach;
import dev.headrace.spec.flow.Graph;
import dev.headrace.spec.flow.Graph.Child;
import dev.headrace.spec.flow.Input;
import dev.headrace.spec.flow.InvalidSpec;
import dev.headrace.spec.flow.NeverHolds;
import dev.headrace.spec.flow.Node;
import dev.headrace.spec.flow.Param;
import dev.headrace.spec.flow.Policy;
import dev.headrace.spec.flow.Problem;
import dev.headrace.spec.flow.Rules;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.flow.Template;
import dev.headrace.spec.flow.Wait;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Reads the parts of a flow. */
final class NodeReader {
    private static final int PROBLEMS_MAX = 20;

    private final TaskReader tasks;
    private final Expressions language;
    private final CallReader calls;

    NodeReader(PythonFiles files, Expressions language, CallReader calls) {
        this.tasks = new TaskReader(files, language);
        this.language = language;
        this.calls = calls;
    }

    /** A template; what it takes is known. */
    Template template(Yaml yaml, SequencedMap<String, Param> params, Scope flow) {
        if (!(yaml instanceof YamlMap map)) {
            throw Complaint.wanted(yaml, "a template: a mapping with one of " + firsts());
        }
        Members members = new Members(map, kind(map, Kind.TEMPLATE_KINDS));
        Scope scope = flow.inTemplate(params.keySet());
        Node body = node(members, scope, false);
        return new Template(params, body, calls.output(members, scope, body));
    }

    /** Tasks by name; says of each what is wrong with it. */
    Graph graph(Members around, Scope outer) {
        Yaml yaml = around.need(Key.TASKS);
        String wanted = "tasks by name";
        if (!(yaml instanceof YamlMap map) || map.entries().isEmpty()) {
            throw Complaint.wanted(yaml, wanted);
        }
        SequencedSet<String> names = new LinkedHashSet<>();
        map.entries().forEach(entry -> names.add(entry.key().text()));
        Scope scope = outer.inGraph(names);
        List<Problem> problems = new ArrayList<>();
        SequencedMap<String, Child> children = new LinkedHashMap<>();
        for (YamlMap.Entry entry : map.entries()) {
            try {
                children.put(name(entry.key()), child(entry.value(), scope));
            } catch (InvalidSpec e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidSpec(
                    problems.size() <= PROBLEMS_MAX ? problems : problems.subList(0, PROBLEMS_MAX));
        }
        return placed(map, children, RulesReader.policy(around));
    }

    private static String name(YamlScalar key) {
        String name = Scalars.text(key, "the name of a task");
        if (!FlowSpec.isName(name)) {
            throw Complaint.badName(key, "a task");
        }
        return name;
    }

    /** What is wrong among siblings, a cycle for one, stands where the first of them is named. */
    private static Graph placed(YamlMap map, SequencedMap<String, Child> children, Policy policy) {
        try {
            return new Graph(children, policy);
        } catch (InvalidSpec e) {
            throw new InvalidSpec(
                    e.problems().stream()
                            .map(problem -> problem.in(place(map, problem.place()).toString()))
                            .toList());
        }
    }

    private static Place place(YamlMap map, String name) {
        return map.entries().stream()
                .map(YamlMap.Entry::key)
                .filter(key -> key.text().equals(name))
                .map(YamlScalar::place)
                .findFirst()
                .orElse(map.place());
    }

    private Child child(Yaml yaml, Scope scope) {
        Members members = members(yaml);
        Node node = node(members, scope, true);
        Set<String> needs = new TreeSet<>();
        members.get(Key.NEEDS).ifPresent(list -> needs.addAll(needs(list, scope)));
        needed(node).forEach(needs::add);
        Rules rules =
                RulesReader.rules(members, scope, language)
                        .with(new HookReader(this).hooks(members, Optional.of(node), scope));
        rules.when().stream()
                .flatMap(when -> when.names().values().stream())
                .flatMap(NodeReader::needed)
                .forEach(needs::add);
        rules.join().cases().forEach(one -> needs.addAll(one.join().names()));
        if (members.has(Key.JOIN) && NeverHolds.surely(rules.join(), needs)) {
            throw Complaint.of(
                    members.need(Key.JOIN).place(),
                    "HR-0121",
                    "with this join the task can never start",
                    "it holds for nothing that its needs can come to",
                    "correct it: || is \"or\", && is \"and\", ! is \"not\"");
        }
        return new Child(node, new LinkedHashSet<>(needs), rules);
    }

    /** A task that follows another one, or the flow. */
    Node following(Yaml yaml, Scope scope, boolean named) {
        if (!(yaml instanceof YamlMap map)) {
            throw Complaint.wanted(yaml, "a task: a mapping with one of " + firsts());
        }
        Members members = new Members(map, kind(map, Kind.TASK_KINDS).following(named));
        return node(members, scope, true);
    }

    private static List<String> needs(Yaml yaml, Scope scope) {
        String wanted = "a list of names of tasks";
        if (!(yaml instanceof YamlList list)) {
            throw Complaint.wanted(yaml, wanted);
        }
        List<String> needs = new ArrayList<>();
        for (Yaml item : list.items()) {
            String need = Scalars.text(item, "the name of a task");
            if (!scope.siblings().contains(need)) {
                throw Complaint.unknownNeed(item.place(), need, scope.siblings());
            }
            needs.add(need);
        }
        return needs;
    }

    /** What a node's inputs come from is needed, too, said or not. */
    private static Stream<String> needed(Node node) {
        return switch (node) {
            case Task task -> task.inputs().values().stream().flatMap(NodeReader::needed);
            case ForEach each ->
                    Stream.concat(
                            each.items().inputs().stream().flatMap(NodeReader::needed),
                            needed(each.body()));
            case Graph _, Wait _ -> Stream.of();
            case Call call -> CallReader.looksAt(call).flatMap(NodeReader::needed);
        };
    }

    private static Stream<String> needed(Input input) {
        return input instanceof Input.FromNode(var node, _) ? Stream.of(node) : Stream.of();
    }

    private static Members members(Yaml yaml) {
        if (!(yaml instanceof YamlMap map)) {
            throw Complaint.wanted(yaml, "a task: a mapping with one of " + firsts());
        }
        return new Members(map, kind(map, Kind.TASK_KINDS));
    }

    private static Kind kind(YamlMap map, List<Kind> all) {
        List<Kind> kinds =
                all.stream().filter(kind -> map.get(kind.first().word()).isPresent()).toList();
        if (kinds.size() == 1) {
            return kinds.getFirst();
        }
        if (kinds.isEmpty()) {
            List<String> known =
                    all.stream().flatMap(kind -> kind.words().stream()).distinct().toList();
            map.entries().stream()
                    .map(YamlMap.Entry::key)
                    .filter(key -> !known.contains(key.text()))
                    .findFirst()
                    .ifPresent(key -> {
                        throw Complaint.unknownKey(key, known);
                    });
            throw Complaint.of(
                    map.place(),
                    "HR-0108",
                    "this task does nothing",
                    "a task has one of " + firsts(),
                    "say what it does: run: \"shell text\", for one");
        }
        throw Complaint.of(
                map.place(),
                "HR-0108",
                "this task has both "
                        + kinds.getFirst().first().word()
                        + " and "
                        + kinds.getLast().first().word(),
                "a task has one of " + firsts(),
                "make two tasks of it");
    }

    private static String firsts() {
        return String.join(
                ", ", Kind.TASK_KINDS.stream().map(kind -> kind.first().word()).toList());
    }

    private Node node(Members members, Scope scope, boolean inGraph) {
        if (members.has(Key.RUN)) {
            return tasks.shell(members, scope);
        }
        if (members.has(Key.ARGV)) {
            return tasks.program(members, scope);
        }
        if (members.has(Key.PYTHON)) {
            return tasks.function(members, scope);
        }
        if (members.has(Key.CALL)) {
            return calls.call(members, scope);
        }
        if (members.has(Key.WAIT)) {
            return WaitReader.time(members);
        }
        if (members.has(Key.SIGNAL)) {
            return WaitReader.signal(members);
        }
        if (members.has(Key.APPROVE)) {
            return WaitReader.approval(members);
        }
        return members.has(Key.FOREACH) ? each(members, scope, inGraph) : graph(members, scope);
    }

    private ForEach each(Members members, Scope scope, boolean inGraph) {
        Members body = members(members.need(Key.DO));
        if (body.has(Key.WHEN)) {
            throw Complaint.of(
                    body.need(Key.WHEN).place(),
                    "HR-0107",
                    "'when' is not known here",
                    "a condition is one of a task within tasks",
                    "for each item: do: {tasks: {NAME: …}}, and the condition in there; once for"
                            + " all: beside 'foreach'");
        }
        for (Key key : List.of(Key.FINALLY, Key.HOOKS)) {
            if (body.has(key)) {
                throw Complaint.of(
                        body.need(key).place(),
                        "HR-0107",
                        "'" + key.word() + "' is not known here",
                        "a hook is one of a task within tasks",
                        "for each item: do: {tasks: {NAME: …}}, and the hook in there; once for"
                                + " all: beside 'foreach'");
            }
        }
        for (Key key : List.of(Key.NEEDS, Key.JOIN, Key.CONTINUE_ON)) {
            if (body.has(key)) {
                throw Complaint.of(
                        body.need(key).place(),
                        "HR-0107",
                        "'" + key.word() + "' is not known here",
                        "the body of a foreach has no siblings",
                        "write it beside 'foreach'");
            }
        }
        return new ForEach(
                new ItemsReader(scope).items(members.need(Key.FOREACH)),
                node(body, scope.inForEach(inGraph), false),
                members.get(Key.PARALLEL, yaml -> Scalars.whole(yaml, 1, ForEach.ITEMS_MAX), 0),
                ItemsReader.tolerance(members),
                members.get(
                        Key.EMPTY,
                        yaml -> RulesReader.word(yaml, ForEach.Empty.values()),
                        ForEach.Empty.SUCCEED),
                members.get(
                        Key.COLLECT,
                        yaml -> RulesReader.word(yaml, ForEach.Collect.values()),
                        ForEach.Collect.NULLS));
    }
}
