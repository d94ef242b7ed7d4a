package dev.headrace.runtime.sim;

import dev.headrace.spec.flow.Call;
import dev.headrace.spec.flow.Counts;
import dev.headrace.spec.flow.Expr;
import dev.headrace.spec.flow.ForEach;
import dev.headrace.spec.flow.ForEach.Collect;
import dev.headrace.spec.flow.Graph;
import dev.headrace.spec.flow.Hook;
import dev.headrace.spec.flow.Input;
import dev.headrace.spec.flow.Items;
import dev.headrace.spec.flow.Join;
import dev.headrace.spec.flow.JoinRule;
import dev.headrace.spec.flow.JoinRules;
import dev.headrace.spec.flow.Node;
import dev.headrace.spec.flow.Param;
import dev.headrace.spec.flow.Policy;
import dev.headrace.spec.flow.Repeat;
import dev.headrace.spec.flow.Result;
import dev.headrace.spec.flow.Rules;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.flow.Template;
import dev.headrace.spec.flow.Tolerance;
import dev.headrace.spec.flow.Wait;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Value;
import java.util.ArrayList;
import java.util.EnumSet;
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
    private static final Set<Result> BAD =
            EnumSet.of(Result.FAILED, Result.ERRORED, Result.CANCELLED);

    private final Scenario scenario;

    private Reference(Scenario scenario) {
        this.scenario = scenario;
    }

    static Expected of(Scenario scenario) {
        return Endless.expected(
                scenario,
                arguments -> {
                    Scenario one = new Scenario(scenario.flow(), scenario.programs(), arguments);
                    Scope scope = new Scope(Map.of(), Optional.empty(), arguments(one), List.of());
                    Reference reference = new Reference(one);
                    Expected came = reference.node(one.flow().root(), scope);
                    return Endless.goesOn(arguments) && !came.never()
                            ? came // what follows, follows the last generation
                            : reference.followed(came, one.flow().rules(), scope);
                });
    }

    /** The siblings of the nearest graph around, and the item of the nearest ForEach. */
    private record Scope(
            Map<String, Expected> siblings,
            Optional<String> item,
            Map<String, String> arguments,
            List<String> templates) {
        Scope among(Map<String, Expected> others) {
            return new Scope(others, item, arguments, templates);
        }

        Scope at(String own) {
            return new Scope(siblings, Optional.of(own), arguments, templates);
        }
    }

    private static Map<String, String> arguments(Scenario scenario) {
        Map<String, String> arguments = new LinkedHashMap<>();
        scenario.arguments().forEach((name, value) -> arguments.put(name, value.json()));
        return arguments;
    }

    /** What a node comes to with its hooks: they can spoil a success, and nothing else. */
    private Expected followed(Expected own, Rules rules, Scope scope) {
        if (own.open() || own.never()) {
            return own;
        }
        boolean sure = own.sure();
        for (Hook hook : rules.hooks()) {
            if (hook.on().matches(Result.SUCCEEDED)) {
                Expected came = node(hook.body(), scope);
                if (came.open()) {
                    return Expected.anything();
                }
                if (came.never()) {
                    return Expected.failure(sure && came.sure(), came.text());
                }
                sure &= came.sure();
            }
        }
        return own.unless(sure);
    }

    private Expected node(Node node, Scope scope) {
        return switch (node) {
            case Task task -> task(task, scope);
            case Graph graph -> graph(graph, scope);
            case Call call -> called(call, scope);
            case ForEach each -> each(each, scope);
            case Wait wait -> Waiting.expected(wait.what());
        };
    }

    private Expected task(Task task, Scope scope) {
        List<String> arguments = new ArrayList<>();
        boolean sure = true;
        for (Input input : task.inputs().values()) {
            Expected value = input(input, scope);
            if (value.open()) {
                return value;
            }
            arguments.add(value.text());
            sure &= value.sure();
        }
        return call(task, arguments).unless(sure);
    }

    private Expected input(Input input, Scope scope) {
        return switch (input) {
            case Input.Literal(var value) -> Expected.value(true, value.json());
            case Input.FromArgument(String name) ->
                    Expected.value(true, present(scope.arguments().get(name)));
            case Input.FromRun(String name) ->
                    Expected.value(true, present(scenario.arguments().get(name)).json());
            case Input.FromRound _, Input.RoundNumber _ -> throw new IllegalStateException();
            case Input.FromOutcome _ -> Expected.value(true, "{}"); // no hook looks at it
            case Input.FromItem(var fields) ->
                    Expected.value(true, part(scope.item().orElseThrow(), fields));
            case Input.FromNode(String node, var fields) -> {
                Expected sibling = present(scope.siblings().get(node));
                if (sibling.open()) {
                    yield sibling;
                }
                yield sibling.never()
                        ? Expected.value(sibling.sure() && fields.isEmpty(), "null")
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

    private Expected graph(Graph graph, Scope scope) {
        Map<String, Expected> done = new LinkedHashMap<>();
        Set<String> open = new TreeSet<>(graph.children().keySet());
        while (!open.isEmpty()) {
            for (String name : List.copyOf(open)) {
                Graph.Child child = present(graph.children().get(name));
                if (done.keySet().containsAll(child.needs())) {
                    done.put(name, child(graph, child, scope.among(done)));
                    open.remove(name);
                }
            }
        }
        Set<String> needed =
                graph.children().values().stream()
                        .flatMap(child -> child.needs().stream())
                        .collect(Collectors.toSet());
        boolean joined =
                !graph.policy().equals(Policy.PLAIN)
                        || done.values().stream().anyMatch(Expected::joined)
                        || graph.children().values().stream()
                                .anyMatch(child -> !child.rules().equals(Rules.PLAIN));
        return came(graph, done, needed).joined(joined);
    }

    private Expected came(Graph graph, Map<String, Expected> done, Set<String> needed) {
        boolean sure = done.values().stream().allMatch(Expected::sure);
        if (done.values().stream().anyMatch(Expected::open)) {
            return Expected.anything();
        }
        boolean plain =
                graph.policy().equals(Policy.PLAIN)
                        && graph.children().values().stream()
                                .allMatch(child -> child.rules().equals(Rules.PLAIN));
        if (!plain && !sure) {
            return Expected.anything();
        }
        Set<String> failed = failed(graph, done);
        if (!failed.isEmpty()
                && graph.policy().onFailure() != Policy.OnFailure.FINISH
                && !(graph.policy().decides() instanceof Policy.Decides.All)) {
            return Expected.anything(); // what decides may be over before that fails, or not
        }
        if (bad(graph, done, needed, failed)) {
            return Expected.failure(sure, "?");
        }
        SequencedMap<String, String> last = new LinkedHashMap<>();
        Growth.order(graph).stream()
                .filter(name -> !needed.contains(name))
                .forEach(name -> {
                    Expected child = present(done.get(name));
                    last.put(name, child.never() ? "null" : child.text());
                });
        return Expected.value(
                sure,
                last.entrySet().stream()
                        .map(member -> "\"" + member.getKey() + "\":" + member.getValue())
                        .collect(Collectors.joining(",", "{", "}")));
    }

    /** Whether what failed makes the graph fail. */
    private static boolean bad(
            Graph graph, Map<String, Expected> done, Set<String> needed, Set<String> failed) {
        return switch (graph.policy().decides()) {
            case Policy.Decides.All _ -> !failed.isEmpty();
            case Policy.Decides.Leaves _ ->
                    done.keySet().stream()
                            .filter(name -> !needed.contains(name))
                            .anyMatch(name -> tainted(graph, done, failed, name));
            case Policy.Decides.Named(var names) ->
                    names.stream().anyMatch(name -> tainted(graph, done, failed, name));
        };
    }

    private static Set<String> failed(Graph graph, Map<String, Expected> done) {
        return done.keySet().stream()
                .filter(name -> {
                    Result came = present(done.get(name)).came();
                    Rules rules = present(graph.children().get(name)).rules();
                    return BAD.contains(came) && !rules.tolerates().contains(came);
                })
                .collect(Collectors.toSet());
    }

    /** It failed, or was omitted and something before it failed. */
    private static boolean tainted(
            Graph graph, Map<String, Expected> done, Set<String> failed, String name) {
        return failed.contains(name)
                || (present(done.get(name)).came() == Result.OMITTED
                        && before(graph, name).stream().anyMatch(failed::contains));
    }

    private static Set<String> before(Graph graph, String name) {
        Set<String> before = new TreeSet<>();
        for (String need : present(graph.children().get(name)).needs()) {
            before.add(need);
            before.addAll(before(graph, need));
        }
        return before;
    }

    private Expected child(Graph graph, Graph.Child child, Scope scope) {
        Rules rules = child.rules();
        List<Expected> needs = new ArrayList<>();
        boolean sure = true;
        for (String need : child.needs()) {
            Expected before = present(scope.siblings().get(need));
            if (before.open()) {
                return Expected.anything();
            }
            needs.add(before);
            sure &= before.sure();
        }
        boolean plain =
                rules.plainJoin()
                        && child.needs().stream()
                                .allMatch(need ->
                                        present(graph.children().get(need))
                                                .rules()
                                                .tolerates()
                                                .isEmpty())
                        && needs.stream().noneMatch(need -> need.came() == Result.SKIPPED);
        if (plain) {
            for (Expected before : needs) {
                if (before.never()) {
                    return Expected.failure(Result.OMITTED, before.sure(), "Skipped");
                }
            }
            return asked(child, scope).unless(sure);
        }
        boolean items =
                !rules.plainJoin()
                        && child.needs().stream()
                                .map(need -> present(graph.children().get(need)).node())
                                .anyMatch(ForEach.class::isInstance);
        if (items) {
            return Expected.anything(); // its items may have come to this and that
        }
        if (!sure) {
            return Expected.anything();
        }
        JoinRule.Fate fate = needs.isEmpty() ? JoinRule.Fate.RUN : fate(graph, child, scope);
        return switch (fate) {
            case OMIT -> Expected.failure(Result.OMITTED, orderless(child, needs), "Skipped");
            case SKIP -> Expected.failure(Result.SKIPPED, orderless(child, needs), "Skipped");
            case RUN ->
                    rules.join().early()
                                    && !rules.plainJoin()
                                    && (takes(child.node()) || looks(rules))
                            ? Expected.anything()
                            : asked(child, scope);
        };
    }

    private static boolean looks(Rules rules) {
        return rules.when().stream()
                .flatMap(when -> when.names().values().stream())
                .anyMatch(Input.FromNode.class::isInstance);
    }

    /** A node that its join lets start, if its condition does, too. */
    private Expected asked(Graph.Child child, Scope scope) {
        Optional<Expr> when = child.rules().when();
        if (when.isEmpty()) {
            return followed(node(child.node(), scope), child.rules(), scope);
        }
        if (when.get().text().equals(Lists.WRONG)) {
            return Expected.failure(true, "BadCondition");
        }
        List<Value> values = new ArrayList<>();
        for (Input input : when.get().names().values()) {
            Expected value = input(input, scope);
            values.add(new Value(value.never() ? "null" : value.text()));
        }
        return Lists.holds(when.get(), values)
                ? followed(node(child.node(), scope), child.rules(), scope)
                : Expected.failure(Result.SKIPPED, true, "Skipped");
    }

    /** Only under all_success does it matter which need is over first. */
    private static boolean orderless(Graph.Child child, List<Expected> needs) {
        return !JoinRules.name(child.rules().join()).equals(Optional.of("all_success"))
                || needs.stream().noneMatch(need -> need.came() == Result.SKIPPED);
    }

    private static JoinRule.Fate fate(Graph graph, Graph.Child child, Scope scope) {
        Join.Seen seen =
                new Join.Seen() {
                    @Override
                    public Counts all(Join.Unit unit) {
                        Counts all = Counts.NONE;
                        for (String need : child.needs()) {
                            all = all.plus(of(need, unit));
                        }
                        return all;
                    }

                    @Override
                    public Counts of(String need, Join.Unit unit) {
                        Result came = present(scope.siblings().get(need)).came();
                        boolean tolerated =
                                child.rules().plainJoin()
                                        && present(graph.children().get(need))
                                                .rules()
                                                .tolerates()
                                                .contains(came);
                        return Counts.open(1).settled(tolerated ? Result.SUCCEEDED : came);
                    }
                };
        return child.rules().join().fate(seen).orElseThrow();
    }

    private static boolean takes(Node node) {
        return switch (node) {
            case Task task ->
                    task.inputs().values().stream().anyMatch(Input.FromNode.class::isInstance);
            case ForEach each ->
                    each.items().inputs().stream().anyMatch(Input.FromNode.class::isInstance)
                            || (!(each.body() instanceof Graph) && takes(each.body()));
            case Graph _, Wait _ -> false;
            case Call call ->
                    call.inputs().values().stream().anyMatch(Input.FromNode.class::isInstance);
        };
    }

    private Expected each(ForEach each, Scope scope) {
        Expected list = items(each.items(), scope);
        if (list.open()) {
            return list;
        }
        if (list.text().equals("null")) {
            return Expected.failure(list.sure(), "NoList");
        }
        List<Expected> results = new ArrayList<>();
        List<String> items = Lists.items(list.text()).orElseThrow();
        if (items.isEmpty() && each.empty() == ForEach.Empty.FAIL) {
            return Expected.failure(list.sure(), "NoItems");
        }
        if (items.isEmpty() && each.empty() == ForEach.Empty.SKIP) {
            return Expected.failure(Result.SKIPPED, list.sure(), "NoItems");
        }
        for (String item : items) {
            results.add(node(each.body(), scope.at(item)));
        }
        if (results.stream().anyMatch(Expected::open)) {
            return Expected.anything();
        }
        boolean joined = results.stream().anyMatch(Expected::joined);
        boolean sure = list.sure() && results.stream().allMatch(Expected::sure);
        boolean tolerant = !each.tolerance().equals(Tolerance.NONE);
        if (tolerant && !sure) {
            return Expected.anything();
        }
        Counts counts = Counts.NONE;
        for (Expected item : results) {
            counts = counts.opened(1).settled(item.came());
        }
        if (each.tolerance().exceeded(counts)) {
            return Expected.failure(sure, "?").joined(joined || tolerant);
        }
        if (each.tolerance() instanceof Tolerance.Enough(int n) && n < results.size()) {
            return Expected.anything(); // which of them is a matter of time
        }
        return Expected.value(
                        sure,
                        results.stream()
                                .filter(item -> !item.never() || each.collect() == Collect.NULLS)
                                .map(item -> item.never() ? "null" : item.text())
                                .collect(Collectors.joining(",", "[", "]")))
                .joined(joined || tolerant);
    }

    /** As the text of a list; a list of lists for what is made of several. */
    private Expected items(Items items, Scope scope) {
        List<Expected> parts = new ArrayList<>();
        for (Input input : items.inputs()) {
            Expected part = input(input, scope);
            if (part.open() || part.text().equals("null")) {
                return part;
            }
            parts.add(part);
        }
        boolean sure = parts.stream().allMatch(Expected::sure);
        return switch (items) {
            case Items.Of _ -> parts.getFirst();
            case Items.Range _ -> Expected.value(sure, counted(parts));
            case Items.Product(var lists) ->
                    Expected.value(sure, combined(List.copyOf(lists.keySet()), parts));
            case Items.Zip _ -> Expected.anything();
        };
    }

    private static String counted(List<Expected> parts) {
        List<Integer> numbers = parts.stream().map(part -> Integer.parseInt(part.text())).toList();
        List<String> items = new ArrayList<>();
        for (int i = numbers.get(0); i < numbers.get(1); i += numbers.get(2)) {
            items.add(String.valueOf(i));
        }
        return String.join(",", items).transform(text -> "[" + text + "]");
    }

    /** Two lists, as two loops would go over them. */
    private static String combined(List<String> names, List<Expected> lists) {
        List<String> items = new ArrayList<>();
        for (String one : Lists.items(lists.getFirst().text()).orElseThrow()) {
            for (String other : Lists.items(lists.getLast().text()).orElseThrow()) {
                items.add(
                        "{\"%s\":%s,\"%s\":%s}"
                                .formatted(names.getFirst(), one, names.getLast(), other));
            }
        }
        return "[" + String.join(",", items) + "]";
    }

    private Expected called(Call call, Scope scope) {
        Template template = present(scenario.flow().library().get(call.template()));
        if (scope.templates().stream().filter(call.template()::equals).count()
                >= Call.RECURSION_MAX) {
            return Expected.failure(true, "TooDeep");
        }
        boolean sure = true;
        Map<String, String> arguments = new LinkedHashMap<>();
        for (Param param : template.params().values()) {
            Input given = call.inputs().get(param.name());
            String value = param.fallback().orElseThrow().json();
            if (given != null) {
                Expected known = input(given, scope);
                if (known.open()) {
                    return known;
                }
                sure &= known.sure();
                boolean absent =
                        given instanceof Input.FromNode(var name, _)
                                && present(scope.siblings().get(name)).never();
                value = absent ? value : known.text();
            }
            arguments.put(param.name(), value);
        }
        List<String> templates = new ArrayList<>(scope.templates());
        templates.add(call.template());
        boolean joined = false;
        for (int round = 1; ; round++) {
            if (arguments.values().stream().anyMatch(value -> !value.matches("-?[0-9]+"))) {
                return Expected.failure(sure, "WrongType").joined(joined);
            }
            Expected body =
                    node(
                            template.body(),
                            new Scope(Map.of(), Optional.empty(), arguments, templates));
            if (body.open()) {
                return body;
            }
            joined |= body.joined();
            sure &= body.sure();
            if (body.never()) {
                return body.unless(sure).joined(joined);
            }
            String result =
                    template.output().isPresent() ? present(arguments.get("seed")) : body.text();
            if (call.repeat().isEmpty()) {
                return Expected.value(sure, result).joined(joined);
            }
            Repeat repeat = call.repeat().get();
            if (repeat.until().isPresent() && repeat.until().get().text().equals(Lists.WRONG)) {
                return Expected.failure(sure, "BadExpression").joined(joined);
            }
            boolean done =
                    repeat.until().isPresent()
                            ? Lists.holds(
                                    repeat.until().get(),
                                    List.of(new Value(result), new Value(String.valueOf(round))))
                            : round == repeat.max();
            if (done) {
                return Expected.value(sure, result).joined(joined);
            }
            if (round == repeat.max()) {
                return Expected.failure(sure, "TooManyRounds").joined(joined);
            }
            Map<String, String> next = new LinkedHashMap<>(arguments);
            for (var entry : repeat.next().entrySet()) {
                next.put(
                        entry.getKey(),
                        entry.getValue() instanceof Input.FromRound
                                ? result
                                : String.valueOf(round));
            }
            arguments = next;
        }
    }

    private Expected call(Task task, List<String> arguments) {
        Program program = scenario.program(task);
        if (task.resources().milliCpus() > Maker.TOO_MUCH) {
            return Expected.failure(Result.ERRORED, true, "NeverFits");
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
                                    body.sure
                                            && count <= task.retry().retries()
                                            && Choosy.plain(task.retry()),
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
                case Step.Fork(_, var strands) -> {
                    return fork(strands);
                }
                case Step.Await _, Step.AwaitFor _, Step.Remember _, Step.Work _ -> {}
            }
            return Optional.empty();
        }

        /** One strand after the other: they see nothing of each other. */
        private Optional<Expected> fork(List<List<Step>> strands) {
            Optional<Expected> raised = Optional.empty();
            int whole = mixed;
            for (List<Step> strand : strands) {
                mixed = 0;
                for (Step step : strand) {
                    Optional<Expected> here = step(step);
                    if (here.isPresent()) {
                        raised = raised.isPresent() ? raised : here;
                        break;
                    }
                }
                whole = Program.mix(whole, mixed);
            }
            mixed = whole;
            return raised;
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
                            : followed(
                                            call(template, arguments),
                                            scenario.flow().rules(submit.template()),
                                            new Scope(
                                                    Map.of(),
                                                    Optional.empty(),
                                                    arguments(scenario),
                                                    List.of()))
                                    .unless(certain);
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
