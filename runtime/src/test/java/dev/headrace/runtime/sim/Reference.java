package dev.headrace.runtime.sim;

import dev.headrace.spec.flow.ForEach;
import dev.headrace.spec.flow.Graph;
import dev.headrace.spec.flow.Input;
import dev.headrace.spec.flow.Node;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.run.NodePath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a scenario comes to when it is simply run: no engine, no time, no faults. */
final class Reference {
    private final Scenario scenario;

    private Reference(Scenario scenario) {
        this.scenario = scenario;
    }

    static Expected of(Scenario scenario) {
        Reference reference = new Reference(scenario);
        return reference.node(scenario.flow().root(), new Scope(Map.of(), Optional.empty()));
    }

    /** The siblings of the nearest graph around, and the item of the nearest ForEach. */
    private record Scope(Map<String, Expected> siblings, Optional<String> item) {}

    private Expected node(Node node, Scope scope) {
        return switch (node) {
            case Task task -> task(task, scope);
            case Graph graph -> graph(graph, scope.item());
            case ForEach each -> each(each, scope);
        };
    }

    private Expected task(Task task, Scope scope) {
        List<String> arguments = new ArrayList<>();
        boolean sure = true;
        for (Input input : task.inputs().values()) {
            Expected value = input(input, scope);
            arguments.add(value.text());
            sure &= value.sure();
        }
        return call(task, arguments).unless(sure);
    }

    private Expected input(Input input, Scope scope) {
        return switch (input) {
            case Input.Literal(var value) -> Expected.value(true, value.json());
            case Input.FromArgument(String name) ->
                    Expected.value(
                            true,
                            Optional.ofNullable(scenario.arguments().get(name))
                                    .orElseThrow()
                                    .json());
            case Input.FromItem(var fields) ->
                    Expected.value(true, part(scope.item().orElseThrow(), fields));
            case Input.FromNode(String node, var fields) -> {
                Expected sibling = present(scope.siblings().get(node));
                yield sibling.never()
                        ? sibling
                        : Expected.value(sibling.sure(), part(sibling.text(), fields));
            }
        };
    }

    private static String part(String whole, List<String> fields) {
        String part = whole;
        for (String field : fields) {
            part = Lists.items(part).orElseThrow().get(Integer.parseInt(field));
        }
        return part;
    }

    private Expected graph(Graph graph, Optional<String> item) {
        Map<String, Expected> done = new LinkedHashMap<>();
        Set<String> open = new TreeSet<>(graph.children().keySet());
        while (!open.isEmpty()) {
            for (String name : List.copyOf(open)) {
                Graph.Child child = present(graph.children().get(name));
                if (done.keySet().containsAll(child.needs())) {
                    done.put(name, child(child, new Scope(done, item)));
                    open.remove(name);
                }
            }
        }
        Set<String> needed =
                graph.children().values().stream()
                        .flatMap(child -> child.needs().stream())
                        .collect(Collectors.toSet());
        boolean sure = done.values().stream().allMatch(Expected::sure);
        if (done.values().stream().anyMatch(Expected::never)) {
            return Expected.failure(sure, "?");
        }
        SequencedMap<String, String> last = new LinkedHashMap<>();
        Growth.order(graph).stream()
                .filter(name -> !needed.contains(name))
                .forEach(name -> last.put(name, present(done.get(name)).text()));
        return Expected.value(
                sure,
                last.entrySet().stream()
                        .map(member -> "\"" + member.getKey() + "\":" + member.getValue())
                        .collect(Collectors.joining(",", "{", "}")));
    }

    private Expected child(Graph.Child child, Scope scope) {
        boolean sure = true;
        for (String need : child.needs()) {
            Expected before = present(scope.siblings().get(need));
            if (before.never()) {
                return Expected.failure(before.sure(), "Skipped");
            }
            sure &= before.sure();
        }
        return node(child.node(), scope).unless(sure);
    }

    private Expected each(ForEach each, Scope scope) {
        Expected list = input(each.items(), scope);
        List<Expected> results = new ArrayList<>();
        for (String item : Lists.items(list.text()).orElseThrow()) {
            results.add(node(each.body(), new Scope(scope.siblings(), Optional.of(item))));
        }
        boolean sure = list.sure() && results.stream().allMatch(Expected::sure);
        if (results.stream().anyMatch(Expected::never)) {
            return Expected.failure(sure, "?");
        }
        return Expected.value(
                sure,
                results.stream().map(Expected::text).collect(Collectors.joining(",", "[", "]")));
    }

    private Expected call(Task task, List<String> arguments) {
        Program program = scenario.program(task);
        if (task.resources().milliCpus() > Maker.TOO_MUCH) {
            return Expected.failure(true, "NeverFits");
        }
        Body body = new Body(program.start(arguments));
        body.sure = program.steps().isEmpty() || !hurried(task);
        for (Step step : program.steps()) {
            Optional<Expected> raised = body.step(step);
            if (raised.isPresent()) {
                return raised.get();
            }
        }
        Expected end =
                switch (program.manner()) {
                    case Program.Manner.Fine() ->
                            Expected.value(body.sure, program.value(body.mixed));
                    case Program.Manner.Always() -> Expected.failure(body.sure, "Always");
                    case Program.Manner.Times(int count, _) ->
                            Expected.value(
                                    body.sure && count <= task.retry().retries(),
                                    program.value(body.mixed));
                };
        return end.never()
                ? end
                : body.unseen().map(unseen -> unseen.unless(end.sure())).orElse(end);
    }

    /** A body whose time may well be over before its children are. */
    private static boolean hurried(Task task) {
        return task.timeout().filter(limit -> limit.toMinutes() < 30).isPresent();
    }

    /** A body on its way. */
    private final class Body {
        private final Map<String, Expected> results = new LinkedHashMap<>();
        private final Set<String> looked = new HashSet<>();
        private final Set<String> skipped = new HashSet<>();
        private final Set<String> cancelled = new HashSet<>();
        private boolean sure = true;
        private int mixed;

        Body(int mixed) {
            this.mixed = mixed;
        }

        Optional<Expected> step(Step step) {
            switch (step) {
                case Step.Submit submit -> submit(submit);
                case Step.Await await when await.all() -> {
                    return await(await);
                }
                case Step.Cancel cancel -> cancel.keys().forEach(this::cancel);
                case Step.Await _, Step.AwaitFor _, Step.Remember _, Step.Work _ -> {}
            }
            return Optional.empty();
        }

        private void submit(Step.Submit submit) {
            Task template = present(scenario.flow().templates().get(submit.template()));
            List<String> arguments = new ArrayList<>(List.of(String.valueOf(submit.literal())));
            boolean certain = true;
            boolean skip = false;
            for (String hole : submit.holes()) {
                Expected result = present(results.get(hole));
                skip |= result.never();
                certain &= result.sure();
                arguments.add(result.text());
            }
            Expected result =
                    skip
                            ? Expected.failure(certain, "Skipped")
                            : call(template, arguments).unless(certain);
            if (skip) {
                skipped.add(submit.key());
            }
            results.put(submit.key(), result);
            sure &= result.sure() && !submit.fickle();
        }

        /** It may have failed by then, and then somebody had to look. */
        private void cancel(String key) {
            cancelled.add(key);
            sure &= !present(results.get(key)).never();
        }

        private Optional<Expected> await(Step.Await await) {
            for (String key : await.keys()) {
                Expected result = present(results.get(key));
                looked.add(key);
                if (!result.never()) {
                    mixed = Program.mix(mixed, result.text().hashCode());
                } else if (await.caught() && result.text().equals("Always")) {
                    mixed = Program.mix(mixed, 7);
                } else {
                    return Optional.of(Expected.failure(sure && result.sure(), result.text()));
                }
            }
            return Optional.empty();
        }

        /** The first child that failed and that was not looked at. */
        Optional<Expected> unseen() {
            return results.entrySet().stream()
                    .filter(child -> child.getValue().never())
                    .filter(child -> !looked.contains(child.getKey()))
                    .filter(child -> !skipped.contains(child.getKey()))
                    .filter(child -> !cancelled.contains(child.getKey()))
                    .min((a, b) ->
                            NodePath.ROOT
                                    .child(a.getKey())
                                    .compareTo(NodePath.ROOT.child(b.getKey())))
                    .map(child -> Expected.failure(sure, child.getValue().text()));
        }
    }

    private static <T> T present(@Nullable T thing) {
        return Optional.ofNullable(thing).orElseThrow();
    }
}
