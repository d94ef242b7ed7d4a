package dev.headrace.codec.flow;

import dev.headrace.codec.json.Digest;
import dev.headrace.codec.json.Values;
import dev.headrace.spec.flow.Action;
import dev.headrace.spec.flow.Expr;
import dev.headrace.spec.flow.FlowSpec;
import dev.headrace.spec.flow.ForEach;
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
import dev.headrace.spec.flow.Resources;
import dev.headrace.spec.flow.Result;
import dev.headrace.spec.flow.Retry;
import dev.headrace.spec.flow.Rules;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.flow.Tolerance;
import dev.headrace.spec.flow.Wait;
import dev.headrace.spec.run.CachePolicy;
import dev.headrace.spec.run.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Flows by dice. */
final class RandomFlow {
    private final RandomGenerator dice;

    RandomFlow(RandomGenerator dice) {
        this.dice = dice;
    }

    FlowSpec flow() {
        SequencedMap<String, Param> params = new LinkedHashMap<>();
        for (Param param : list(3, this::param)) {
            params.put(param.name(), param);
        }
        SequencedMap<String, Task> templates = new LinkedHashMap<>();
        for (Task task : list(3, this::task)) {
            templates.put(name(), task);
        }
        return new FlowSpec(
                "f" + name(),
                params,
                node(4),
                templates,
                list(2, () -> new FlowSpec.CodeFile(text(), text(), Digest.sha256(text()))),
                maybe(() -> Digest.sha256(text())),
                new LinkedHashMap<>(),
                Rules.PLAIN.with(hooks(2)),
                called(templates.keySet()),
                dice.nextBoolean() ? FlowSpec.HISTORY : dice.nextInt(100, 100_000_000));
    }

    private Param param() {
        return new Param(name(), text(), maybe(this::value));
    }

    private Node node(int depth) {
        return switch (depth == 0 ? 0 : dice.nextInt(4)) {
            case 0 -> task();
            case 1 -> graph(depth);
            case 2 -> new Wait(new RandomWait(dice).awaited());
            default ->
                    new ForEach(
                            items(),
                            node(depth - 1),
                            dice.nextInt(3),
                            switch (dice.nextInt(3)) {
                                case 0 -> new Tolerance.AtMost(dice.nextInt(4));
                                case 1 -> new Tolerance.Percent(dice.nextInt(1, 101));
                                default -> new Tolerance.Enough(dice.nextInt(1, 101));
                            },
                            one(ForEach.Empty.values()),
                            one(ForEach.Collect.values()));
        };
    }

    private Items items() {
        return switch (dice.nextInt(6)) {
            case 0 -> new Items.Product(lists());
            case 1 -> new Items.Zip(lists());
            case 2 -> new Items.Range(input(), input(), input());
            default -> new Items.Of(input());
        };
    }

    private SequencedMap<String, Input> lists() {
        SequencedMap<String, Input> lists = new LinkedHashMap<>();
        for (int i = dice.nextInt(1, 4); i > 0; i--) {
            lists.put(name() + i, input());
        }
        return lists;
    }

    private Graph graph(int depth) {
        SequencedMap<String, Graph.Child> children = new LinkedHashMap<>();
        for (int i = dice.nextInt(1, 5); i > 0; i--) {
            TreeSet<String> needs = new TreeSet<>();
            children.keySet().stream().filter(_ -> dice.nextBoolean()).forEach(needs::add);
            children.put(name() + i, new Graph.Child(node(depth - 1), needs, rules(needs)));
        }
        return new Graph(children, policy(List.copyOf(children.keySet())));
    }

    private Policy policy(List<String> names) {
        return new Policy(
                one(Policy.OnFailure.values()),
                switch (dice.nextInt(3)) {
                    case 0 -> new Policy.Decides.All();
                    case 1 -> new Policy.Decides.Leaves();
                    default -> new Policy.Decides.Named(new TreeSet<>(names));
                });
    }

    private Rules rules(Set<String> needs) {
        return dice.nextBoolean()
                ? Rules.PLAIN
                : new Rules(
                        rule(List.copyOf(needs)),
                        new TreeSet<>(list(3, this::result)),
                        dice.nextBoolean() ? Optional.empty() : Optional.of(when(needs)),
                        hooks(1));
    }

    private SequencedMap<String, Rules> called(Set<String> templates) {
        SequencedMap<String, Rules> called = new LinkedHashMap<>();
        templates.stream()
                .filter(_ -> dice.nextBoolean())
                .forEach(name -> called.put(name, Rules.PLAIN.with(hooks(1))));
        return called;
    }

    private List<Hook> hooks(int depth) {
        List<Hook> hooks = new ArrayList<>();
        for (int i = dice.nextInt(3); i > 0; i--) {
            hooks.add(new Hook("h" + i, one(Hook.On.values()), node(depth)));
        }
        return hooks;
    }

    private Expr when(Set<String> needs) {
        SequencedMap<String, Input> names = new LinkedHashMap<>();
        names.put("n", new Input.FromArgument("n"));
        needs.forEach(need -> names.put(need, new Input.FromNode(need, List.of())));
        return new Expr(dice.nextBoolean() ? Expr.CEL : "other", "n > 3", names, "");
    }

    private JoinRule rule(List<String> needs) {
        return dice.nextBoolean()
                ? one(JoinRules.all().values().toArray(JoinRule[]::new))
                : new JoinRule(
                        List.of(
                                new JoinRule.Case(join(needs, 3), one(JoinRule.Fate.values())),
                                new JoinRule.Case(join(needs, 1), one(JoinRule.Fate.values()))),
                        dice.nextBoolean());
    }

    private Join join(List<String> needs, int depth) {
        return switch (dice.nextInt(depth == 0 ? 4 : 7)) {
            case 0 -> new Join.Always();
            case 1 -> new Join.Done();
            case 2 ->
                    needs.isEmpty()
                            ? new Join.Done()
                            : new Join.Is(needs.getFirst(), new TreeSet<>(List.of(result())));
            case 3 ->
                    new Join.Count(
                            new TreeSet<>(needs),
                            new TreeSet<>(List.of(result())),
                            bound(),
                            one(Join.Unit.values()));
            case 4 -> new Join.All(list(2, () -> join(needs, depth - 1)));
            case 5 -> new Join.Any(list(2, () -> join(needs, depth - 1)));
            default -> new Join.Not(join(needs, depth - 1));
        };
    }

    private Join.Bound bound() {
        return switch (dice.nextInt(3)) {
            case 0 -> new Join.Bound.AtLeast(dice.nextInt(1, 10));
            case 1 -> new Join.Bound.Every();
            default -> new Join.Bound.Percent(dice.nextInt(1, 101));
        };
    }

    private Result result() {
        return one(Result.values());
    }

    private <T> T one(T[] all) {
        return all[dice.nextInt(all.length)];
    }

    private Task task() {
        SequencedMap<String, Input> inputs = new LinkedHashMap<>();
        for (int i = dice.nextInt(4); i > 0; i--) {
            inputs.put(name(), input());
        }
        return new Task(
                action(),
                inputs,
                dice.nextBoolean()
                        ? Resources.ONE_CPU
                        : new Resources(dice.nextInt(1_000_001), dice.nextLong(1L << 50)),
                dice.nextBoolean()
                        ? Retry.NONE
                        : new Retry(
                                dice.nextInt(1001),
                                duration(),
                                dice.nextInt(100, 10_001),
                                duration()),
                maybe(() -> duration().plusMillis(1)),
                Optional.empty(),
                maybe(this::cache));
    }

    private CachePolicy cache() {
        return new CachePolicy(
                maybe(() -> Duration.ofMillis(dice.nextLong(1_000_000_000L))),
                dice.nextBoolean() ? "" : "v2",
                new TreeSet<>(list(2, this::name)),
                text());
    }

    private Action action() {
        if (dice.nextBoolean()) {
            return new Action.Python(text(), text());
        }
        SequencedMap<String, String> env = new LinkedHashMap<>();
        list(3, this::name).forEach(name -> env.put(name, text()));
        List<String> argv = new ArrayList<>(list(3, this::text));
        argv.add(text());
        return new Action.Program(argv, env);
    }

    private Input input() {
        return switch (dice.nextInt(5)) {
            case 0 -> new Input.Literal(value());
            case 1 -> new Input.FromArgument(name());
            case 2 -> new Input.FromNode(name(), list(3, this::text));
            case 3 -> new Input.FromOutcome(list(3, this::text));
            default -> new Input.FromItem(list(3, this::text));
        };
    }

    private Value value() {
        return Values.canonical(new RandomValue(dice).value());
    }

    private Duration duration() {
        return Duration.ofNanos(dice.nextLong(Duration.ofDays(30).toNanos()));
    }

    private String name() {
        return "abcdefgh".substring(dice.nextInt(8)) + dice.nextInt(100);
    }

    private String text() {
        return new RandomValue(dice).text();
    }

    private <T> Optional<T> maybe(Supplier<T> one) {
        return dice.nextBoolean() ? Optional.of(one.get()) : Optional.empty();
    }

    private <T> List<T> list(int most, Supplier<T> one) {
        List<T> list = new ArrayList<>();
        for (int i = dice.nextInt(most + 1); i > 0; i--) {
            list.add(one.get());
        }
        return list;
    }
}
