package dev.headrace.runtime.sim;

import dev.headrace.runtime.sim.Program.How;
import dev.headrace.runtime.sim.Program.Manner;
import dev.headrace.spec.flow.Action;
import dev.headrace.spec.flow.Call;
import dev.headrace.spec.flow.Expr;
import dev.headrace.spec.flow.FlowSpec;
import dev.headrace.spec.flow.ForEach;
import dev.headrace.spec.flow.Graph;
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
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeSet;

/** Makes up flows: graphs, fan-outs, and code that calls code. */
final class Maker {
    /** No worker of any world has that many thousandths of a cpu. */
    static final int TOO_MUCH = 50_000;

    private static final int SIZE_MAX = 40;
    private static final List<ForEach.Empty> EMPTY =
            List.of(
                    ForEach.Empty.SUCCEED,
                    ForEach.Empty.SUCCEED,
                    ForEach.Empty.SUCCEED,
                    ForEach.Empty.SKIP,
                    ForEach.Empty.FAIL);
    private static final List<ForEach.Collect> COLLECT =
            List.of(ForEach.Collect.NULLS, ForEach.Collect.NULLS, ForEach.Collect.DROP);
    private static final List<Result> RESULTS =
            List.of(Result.SUCCEEDED, Result.FAILED, Result.SKIPPED, Result.OMITTED);

    private final Dice dice;
    private final int slots;
    private final boolean tame;
    private final Dice caching;
    private final boolean cached;
    private final SequencedMap<String, Task> templates = new LinkedHashMap<>();
    private final Map<String, Program> programs = new HashMap<>();
    private final Map<String, String> codes = new HashMap<>();
    private final Map<String, Integer> sizes = new HashMap<>();
    private final Set<String> raising = new HashSet<>();
    private Optional<String> tedious = Optional.empty();
    private final Templating templating;
    private int named;
    private boolean deep;

    private Maker(Dice dice, int slots) {
        this.caching = dice.split();
        this.cached = caching.percent(45);
        this.dice = dice;
        this.slots = slots;
        this.tame = dice.percent(25);
        this.templating = new Templating(dice.split());
    }

    /**
     * A scenario that fits on workers of so many slots, but for tasks that fit nowhere on purpose.
     */
    static Scenario scenario(Dice dice, int slots) {
        Dice own = dice.split();
        Scenario scenario = Following.added(dice.split(), new Maker(dice, slots).scenario());
        return scenario.flow().root() instanceof Task && own.percent(20)
                ? Endless.longer(scenario, own.between(1, 3))
                : scenario;
    }

    private Scenario scenario() {
        Node root;
        if (dice.percent(60)) {
            root = code();
        } else {
            code();
            root = dice.percent(85) ? graph(0) : each(List.of(), 0);
        }
        SequencedMap<String, Value> arguments = new LinkedHashMap<>();
        arguments.put("seed", new Value(String.valueOf(dice.below(1000))));
        SequencedMap<String, Param> params = new LinkedHashMap<>();
        params.put("seed", new Param("seed", "int", Optional.empty()));
        return new Scenario(
                new FlowSpec(
                        "made",
                        params,
                        root,
                        templates,
                        List.of(),
                        Optional.empty(),
                        templating.library()),
                programs,
                arguments);
    }

    /** Tasks that call tasks; gives the one on top. */
    private Task code() {
        if (dice.percent(30)) {
            String name = "tedious";
            Program program =
                    new Program(
                            0,
                            dice.between(1_800_000, 5_400_000),
                            List.of(),
                            new Manner.Fine(),
                            false,
                            0);
            programs.put(name, program);
            templates.put(name, patient(task(name, program, false, new LinkedHashMap<>())));
            tedious = Optional.of(name);
        }
        int leaves = dice.between(1, 5);
        for (int i = 0; i < leaves; i++) {
            leaf();
        }
        deep = dice.percent(10);
        int levels = deep ? dice.between(5, 9) : dice.between(1, 3);
        Task top = null;
        for (int level = 0; level < levels; level++) {
            int bodies = deep ? 1 : dice.between(1, 2);
            for (int i = 0; i < bodies; i++) {
                top = body();
            }
        }
        return Optional.ofNullable(top).orElseThrow();
    }

    /** It may have to wait for long until the one that cancels it has a slot. */
    private static Task patient(Task task) {
        return new Task(
                task.action(), task.inputs(), task.resources(), task.retry(), Optional.empty());
    }

    private String leaf() {
        Manner manner = manner(true);
        boolean hangs = manner instanceof Manner.Times(_, How how) && how == How.HANGS;
        boolean list = dice.percent(20);
        int millis = hangs ? dice.between(1, 800) : pause();
        Program program =
                new Program(
                        dice.below(1 << 20),
                        millis,
                        List.of(),
                        manner,
                        dice.percent(15),
                        list ? dice.between(1, 5) : 0);
        String name = "t" + named++;
        add(name, program, hangs, 1);
        return name;
    }

    private int pause() {
        return switch (dice.below(10)) {
            case 0, 1, 2, 3 -> 0;
            case 4, 5, 6 -> dice.between(1, 50);
            case 7, 8 -> dice.between(50, 2_000);
            default -> dice.between(2_000, 100_000);
        };
    }

    private Manner manner(boolean leaf) {
        int roll = tame ? 0 : dice.below(100);
        if (roll < 62) {
            return new Manner.Fine();
        }
        if (roll < 72) {
            return new Manner.Always();
        }
        How how = leaf ? dice.one(List.of(How.values())) : How.RAISES;
        return new Manner.Times(dice.between(1, leaf ? 3 : 2), how);
    }

    private Task add(String name, Program program, boolean hangs, int size) {
        programs.put(name, program);
        sizes.put(name, size);
        if (program.manner() instanceof Manner.Always
                || program.steps().stream().anyMatch(this::mayRaise)) {
            raising.add(name);
        }
        Task task = task(name, program, hangs, new LinkedHashMap<>());
        templates.put(name, task);
        return task;
    }

    private boolean mayRaise(Step step) {
        return switch (step) {
            case Step.Submit call -> raising.contains(call.template());
            case Step.Fork(_, var strands) ->
                    strands.stream().flatMap(List::stream).anyMatch(this::mayRaise);
            case Step.Await _, Step.AwaitFor _, Step.Cancel _, Step.Remember _, Step.Work _ ->
                    false;
        };
    }

    private Task task(
            String name, Program program, boolean hangs, SequencedMap<String, Input> inputs) {
        boolean wrong = program.manner() instanceof Manner.Times;
        int most = program.steps().isEmpty() ? 4 : deep ? 1 : 2; // those of bodies multiply
        Retry retry =
                new Retry(
                        dice.percent(wrong ? 80 : 30) ? dice.between(1, most) : 0,
                        dice.percent(30) ? Duration.ZERO : Duration.ofMillis(dice.below(20_000)),
                        dice.percent(50) ? 100 : 200,
                        Duration.ofSeconds(60));
        retry = Choosy.made(Dice.of(program.salt()), retry);
        boolean body = !program.steps().isEmpty();
        Optional<Duration> timeout =
                hangs || (body && !tame && dice.percent(6))
                        ? Optional.of(Duration.ofSeconds(dice.between(2, 30)))
                        : dice.percent(10) // longer than hooks that hang, one after another
                                ? Optional.of(Duration.ofDays(dice.between(1, 5)))
                                : Optional.empty();
        return Sensing.made(
                program,
                new Task(
                        new Action.Python("flow.py", name),
                        inputs,
                        size(),
                        retry,
                        timeout,
                        Optional.empty(),
                        cache(name, program)));
    }

    /** Of what always comes to the same. */
    private Optional<CachePolicy> cache(String name, Program program) {
        if (!cached
                || !program.steps().isEmpty()
                || !(program.manner() instanceof Manner.Fine)
                || caching.percent(40)) {
            return Optional.empty();
        }
        Optional<Duration> expiry =
                caching.percent(50)
                        ? Optional.empty()
                        : Optional.of(Duration.ofSeconds(caching.between(1, 3_000)));
        return Optional.of(
                new CachePolicy(
                        expiry,
                        "",
                        Set.of(),
                        codes.computeIfAbsent(name, _ -> String.valueOf(caching.bits()))));
    }

    private Resources size() {
        return switch (dice.below(40)) {
            case 0, 1, 2, 3, 4, 5 -> new Resources(500, 0);
            case 6, 7, 8 -> new Resources(Math.min(2, slots) * 1000, 0);
            case 9 -> tame ? Resources.ONE_CPU : new Resources(TOO_MUCH + 1, 0);
            default -> Resources.ONE_CPU;
        };
    }

    private Task body() {
        Calls calls = new Calls();
        List<Step> steps = calls.steps();
        Program program =
                new Program(
                        dice.below(1 << 20),
                        dice.percent(70) ? 0 : dice.between(1, 500),
                        steps,
                        manner(false),
                        dice.percent(10),
                        0);
        return add("b" + named++, program, false, calls.size);
    }

    /** The code of one body while it is written. */
    private final class Calls {
        private final List<Step> steps = new ArrayList<>();
        private final Map<String, Integer> counts = new HashMap<>();
        private final List<String> known = new ArrayList<>();
        private final List<String> open = new ArrayList<>();
        private final Set<String> needed = new HashSet<>();
        private final List<String> names =
                templates.keySet().stream()
                        .filter(name -> !tedious.equals(Optional.of(name)))
                        .toList();
        private int size = 1;
        private int scopes;

        List<Step> steps() {
            int groups = dice.between(1, 4);
            for (int i = 0; i < groups; i++) {
                group();
                if (dice.percent(12)) {
                    fork();
                }
            }
            if (!open.isEmpty() && dice.percent(75)) {
                await(true);
            }
            return steps;
        }

        private void group() {
            if (dice.percent(15)) {
                steps.add(new Step.Work(dice.between(1, 3_000)));
            }
            if (dice.percent(15)) {
                steps.add(new Step.Remember("r" + dice.below(2)));
            }
            if (dice.percent(25)) {
                map();
            } else {
                submit(template(), "");
            }
            if (!open.isEmpty() && dice.percent(12)) {
                loseInterest(new ArrayList<>(open.subList(0, dice.between(1, open.size()))));
            }
            if (scopes == 0 && tedious.isPresent() && dice.percent(20)) {
                size++;
                String key = key(tedious.get(), counts.merge(tedious.get(), 1, Integer::sum));
                steps.add(
                        new Step.Submit(key, tedious.get(), 0, List.of(), false, dice.percent(30)));
                steps.add(new Step.AwaitFor(List.of(key), dice.between(0, 5_000)));
                steps.add(new Step.Cancel(List.of(key)));
            }
            if (!open.isEmpty() && dice.percent(60)) {
                await(dice.percent(75));
            }
        }

        /**
         * Waits a while, and may want no more what nobody else needs. Not what may raise what is
         * caught somewhere: whether it came to that would decide what all comes to.
         */
        private void loseInterest(List<String> keys) {
            if (scopes == 0 && dice.percent(80)) {
                steps.add(new Step.AwaitFor(keys, dice.percent(20) ? 0 : dice.between(1, 3_000)));
            }
            keys.removeAll(needed);
            if (!keys.isEmpty() && dice.percent(60)) {
                steps.add(new Step.Cancel(keys));
                open.removeAll(keys);
                known.removeAll(keys);
            }
        }

        /** Some strands, each of which calls and waits. From then on the main one watches too. */
        private void fork() {
            List<List<Step>> strands = new ArrayList<>();
            int first = scopes + 1;
            int count = dice.between(2, 3);
            for (int i = 0; i < count; i++) {
                strands.add(strand(++scopes));
            }
            steps.add(new Step.Fork(first, strands));
        }

        private List<Step> strand(int scope) {
            List<Step> strand = new ArrayList<>();
            Map<String, Integer> ordinals = new HashMap<>();
            int rounds = dice.between(1, 3);
            for (int i = 0; i < rounds; i++) {
                String template = template();
                if (dice.percent(35)) {
                    strand.add(new Step.Work(dice.between(1, 3_000)));
                }
                if (size + sizes.getOrDefault(template, 1) <= SIZE_MAX) {
                    size += sizes.getOrDefault(template, 1);
                    int ordinal = ordinals.merge(template, 1, Integer::sum);
                    String key = key(template + "~" + scope, ordinal);
                    List<String> holes =
                            !known.isEmpty() && dice.percent(20)
                                    ? List.of(dice.one(known))
                                    : List.of();
                    needed.addAll(holes);
                    Program program = Optional.ofNullable(programs.get(template)).orElseThrow();
                    boolean fickle = !tame && program.deaf() && dice.percent(20);
                    strand.add(
                            new Step.Submit(key, template, dice.below(100), holes, fickle, true));
                    if (dice.percent(20)) {
                        strand.add(new Step.AwaitFor(List.of(key), dice.between(0, 3_000)));
                    }
                    if (dice.percent(85)) {
                        strand.add(new Step.Await(List.of(key), true, dice.percent(40)));
                    }
                }
            }
            return strand;
        }

        private void map() {
            String template = template();
            int count = dice.percent(5) ? 12 : dice.between(2, 4);
            int ordinal = counts.merge(template, 1, Integer::sum);
            for (int i = 0; i < count; i++) {
                call(template, key(template, ordinal) + "[" + i + "]");
            }
        }

        private void submit(String template, String suffix) {
            int ordinal = counts.merge(template, 1, Integer::sum);
            call(template, key(template, ordinal) + suffix);
        }

        private void call(String template, String key) {
            if (size + sizes.getOrDefault(template, 1) > SIZE_MAX) {
                return;
            }
            size += sizes.getOrDefault(template, 1);
            List<String> holes =
                    !known.isEmpty() && dice.percent(25) ? List.of(dice.one(known)) : List.of();
            Program program = Optional.ofNullable(programs.get(template)).orElseThrow();
            boolean fickle = !tame && program.deaf() && dice.percent(30);
            steps.add(
                    new Step.Submit(
                            key, template, dice.below(100), holes, fickle, dice.percent(30)));
            needed.addAll(holes);
            if (raising.contains(template)) {
                needed.add(key);
            }
            known.add(key);
            open.add(key);
        }

        private String key(String template, int ordinal) {
            return ordinal == 1 ? template : template + "#" + ordinal;
        }

        /** Rather what was written last, so that it gets deep. */
        private String template() {
            return dice.percent(40) ? names.getLast() : dice.one(names);
        }

        private void await(boolean all) {
            List<String> keys = new ArrayList<>(open.subList(0, dice.between(1, open.size())));
            if (dice.percent(5)) {
                keys.add(keys.getFirst());
            }
            Step.Await await = new Step.Await(keys, all, dice.percent(40));
            steps.add(scopes == 0 ? await : new Step.Fork(++scopes, List.of(List.of(await))));
            if (all) {
                open.removeAll(keys);
            }
        }
    }

    private Graph graph(int depth) {
        SequencedMap<String, Graph.Child> children = new LinkedHashMap<>();
        List<String> names = new ArrayList<>();
        List<String> listy = new ArrayList<>();
        int count = dice.between(1, depth == 0 ? 6 : 3);
        for (int i = 0; i < count; i++) {
            String name = "n" + i;
            int roll = dice.below(100);
            TreeSet<String> needs = new TreeSet<>();
            for (String earlier : names) {
                if (dice.percent(30)) {
                    needs.add(earlier);
                }
            }
            Node node;
            Optional<Node> call = templating.instead(names, depth, parts());
            if (call.isPresent()) {
                node = call.get();
                needs(node, needs);
            } else if (dice.percent(7)) {
                node = new Wait(Waiting.awaited(dice));
            } else if (roll < 15 && depth < 3) {
                node = graph(depth + 1);
            } else if (roll < 40 && depth < 3) {
                node = each(listy, depth + 1);
                needs(node, needs);
            } else {
                node = placed(names, Optional.empty());
                needs(node, needs);
                if (((Task) node).action() instanceof Action.Python(_, String function)
                        && Optional.ofNullable(programs.get(function)).orElseThrow().items() > 0) {
                    listy.add(name);
                }
            }
            children.put(name, new Graph.Child(node, needs, rules(needs)));
            names.add(name);
        }
        return new Graph(children, policy(names));
    }

    /** What templates are made of. */
    private Templating.Parts parts() {
        return new Templating.Parts() {
            @Override
            public Node graph(int depth) {
                return Maker.this.graph(depth);
            }

            @Override
            public Node task() {
                return placed(List.of(), Optional.of(new Input.FromArgument("seed")));
            }
        };
    }

    private Rules rules(SequencedSet<String> needs) {
        Set<Result> tolerates =
                dice.percent(10) ? EnumSet.of(Result.FAILED, Result.ERRORED) : Set.of();
        return new Rules(
                needs.isEmpty() || dice.percent(65) ? JoinRules.ALL_SUCCEEDED : join(needs),
                tolerates,
                dice.percent(12) ? Optional.of(condition(needs)) : Optional.empty());
    }

    private Expr condition(SequencedSet<String> needs) {
        SequencedMap<String, Input> names = new LinkedHashMap<>();
        names.put("seed", new Input.FromArgument("seed"));
        for (String need : needs) {
            if (dice.percent(70)) {
                names.put(need, new Input.FromNode(need, List.of()));
            }
        }
        String text = dice.percent(10) ? Lists.WRONG : "half " + dice.below(100);
        return new Expr("sim", text, names, "");
    }

    private JoinRule join(SequencedSet<String> needs) {
        return dice.percent(70)
                ? dice.one(List.copyOf(JoinRules.all().values()))
                : JoinRule.when(term(List.copyOf(needs), 2));
    }

    private Join term(List<String> needs, int depth) {
        return switch (dice.below(depth == 0 ? 2 : 5)) {
            case 0 -> new Join.Is(dice.one(needs), EnumSet.of(dice.one(RESULTS)));
            case 1 ->
                    Join.Count.of(
                            EnumSet.of(dice.one(RESULTS)),
                            dice.percent(50)
                                    ? new Join.Bound.AtLeast(dice.between(1, 2))
                                    : new Join.Bound.Percent(dice.between(1, 100)),
                            Join.Unit.NODES);
            case 2 -> new Join.Not(term(needs, depth - 1));
            case 3 -> new Join.All(List.of(term(needs, depth - 1), term(needs, depth - 1)));
            default -> new Join.Any(List.of(term(needs, depth - 1), term(needs, depth - 1)));
        };
    }

    private Policy policy(List<String> names) {
        if (dice.percent(80)) {
            return Policy.PLAIN;
        }
        return new Policy(
                dice.one(List.of(Policy.OnFailure.values())),
                switch (dice.below(3)) {
                    case 0 -> new Policy.Decides.Leaves();
                    case 1 -> new Policy.Decides.Named(new TreeSet<>(List.of(dice.one(names))));
                    default -> new Policy.Decides.All();
                });
    }

    /** What a node's inputs come from, it needs. */
    private static void needs(Node node, SequencedSet<String> needs) {
        switch (node) {
            case Task task -> task.inputs().values().forEach(input -> need(input, needs));
            case ForEach each -> {
                each.items().inputs().forEach(input -> need(input, needs));
                if (!(each.body() instanceof Graph)) {
                    needs(each.body(), needs);
                }
            }
            case Graph _, Wait _ -> {}
            case Call call -> call.inputs().values().forEach(input -> need(input, needs));
        }
    }

    private static void need(Input input, SequencedSet<String> needs) {
        if (input instanceof Input.FromNode(String name, _)) {
            needs.add(name);
        }
    }

    private Task placed(List<String> siblings, Optional<Input> item) {
        SequencedMap<String, Input> inputs = new LinkedHashMap<>();
        inputs.put(
                "a",
                dice.percent(30)
                        ? new Input.FromArgument("seed")
                        : new Input.Literal(new Value(String.valueOf(dice.below(100)))));
        item.ifPresent(input -> inputs.put("b", input));
        if (!siblings.isEmpty() && dice.percent(60)) {
            inputs.put("c", new Input.FromNode(dice.one(siblings), List.of()));
        }
        String name =
                dice.percent(30) && sizes.getOrDefault(templates.lastEntry().getKey(), 1) < 12
                        ? templates.lastEntry().getKey()
                        : leaf();
        Program program = Optional.ofNullable(programs.get(name)).orElseThrow();
        boolean hangs = program.manner() instanceof Manner.Times(_, How how) && how == How.HANGS;
        return task(name, program, hangs, inputs);
    }

    private ForEach each(List<String> listy, int depth) {
        Input items =
                !listy.isEmpty() && dice.percent(70)
                        ? new Input.FromNode(dice.one(listy), List.of())
                        : new Input.Literal(new Value(list()));
        Optional<Input> item = Optional.of(new Input.FromItem(List.of()));
        Node body =
                switch (depth < 3 ? dice.below(10) : 9) {
                    case 0, 1 -> graph(depth + 1);
                    case 2 -> each(listy, depth + 2);
                    default -> placed(listy, item);
                };
        return new ForEach(
                made(items), body, dice.below(4), tolerance(), dice.one(EMPTY), dice.one(COLLECT));
    }

    private Tolerance tolerance() {
        return switch (dice.below(16)) {
            case 0, 1 -> new Tolerance.AtMost(dice.between(1, 2));
            case 2, 3 -> new Tolerance.Percent(dice.between(10, 60));
            case 4 -> new Tolerance.Enough(dice.between(1, 3));
            default -> Tolerance.NONE;
        };
    }

    private Items made(Input list) {
        return switch (dice.below(12)) {
            case 0 -> new Items.Range(number(-1, 2), number(0, 5), number(1, 2));
            case 1 -> {
                SequencedMap<String, Input> lists = new LinkedHashMap<>();
                lists.put("p", new Input.Literal(new Value(list())));
                lists.put("q", list);
                yield new Items.Product(lists);
            }
            default -> new Items.Of(list);
        };
    }

    private Input number(int least, int most) {
        return new Input.Literal(new Value(String.valueOf(dice.between(least, most))));
    }

    private String list() {
        int count = dice.percent(5) ? 12 : dice.below(5);
        List<String> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(String.valueOf(dice.below(100)));
        }
        return "[" + String.join(",", items) + "]";
    }
}
