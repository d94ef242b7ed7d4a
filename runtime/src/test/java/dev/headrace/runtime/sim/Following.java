package dev.headrace.runtime.sim;

import dev.headrace.runtime.sim.Program.How;
import dev.headrace.runtime.sim.Program.Manner;
import dev.headrace.spec.flow.Action;
import dev.headrace.spec.flow.Call;
import dev.headrace.spec.flow.FlowSpec;
import dev.headrace.spec.flow.ForEach;
import dev.headrace.spec.flow.Graph;
import dev.headrace.spec.flow.Hook;
import dev.headrace.spec.flow.Hook.On;
import dev.headrace.spec.flow.Input;
import dev.headrace.spec.flow.Node;
import dev.headrace.spec.flow.Resources;
import dev.headrace.spec.flow.Retry;
import dev.headrace.spec.flow.Rules;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.flow.Template;
import dev.headrace.spec.flow.Wait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.TreeSet;

/** Adds hooks to what has been made up: to the run, to tasks, graphs, and tasks that code calls. */
final class Following {
    private final Dice dice;
    private final Scenario scenario;
    private final Map<String, Program> programs;
    private final SequencedSet<String> followed = new LinkedHashSet<>();
    private int named;

    private Following(Dice dice, Scenario scenario) {
        this.dice = dice;
        this.scenario = scenario;
        this.programs = new HashMap<>(scenario.programs());
    }

    /** The same scenario in half of all worlds, else with hooks. */
    static Scenario added(Dice dice, Scenario scenario) {
        return dice.percent(50) ? scenario : new Following(dice, scenario).hooked();
    }

    private Scenario hooked() {
        FlowSpec flow = scenario.flow();
        SequencedMap<String, Rules> called = new LinkedHashMap<>();
        flow.templates().keySet().stream().filter(_ -> dice.percent(15)).forEach(followed::add);
        for (String name : followed) {
            called.put(name, Rules.PLAIN.with(hooks(false)));
        }
        Rules rules = dice.percent(60) ? Rules.PLAIN.with(hooks(true)) : Rules.PLAIN;
        SequencedMap<String, Template> library = new LinkedHashMap<>();
        flow.library()
                .forEach((name, template) ->
                        library.put(
                                name,
                                new Template(
                                        template.params(),
                                        within(template.body()),
                                        template.output())));
        FlowSpec hooked =
                new FlowSpec(
                        flow.name(),
                        flow.params(),
                        within(flow.root()),
                        flow.templates(),
                        flow.code(),
                        flow.environment(),
                        library,
                        rules,
                        called,
                        flow.history());
        return new Scenario(hooked, programs, scenario.arguments());
    }

    private Node within(Node node) {
        return switch (node) {
            case Task _, Call _, Wait _ -> node;
            case ForEach each ->
                    new ForEach(
                            each.items(),
                            within(each.body()),
                            each.parallel(),
                            each.tolerance(),
                            each.empty(),
                            each.collect());
            case Graph graph -> {
                SequencedMap<String, Graph.Child> children = new LinkedHashMap<>();
                graph.children()
                        .forEach((name, child) ->
                                children.put(
                                        name,
                                        new Graph.Child(
                                                within(child.node()),
                                                child.needs(),
                                                dice.percent(25)
                                                        ? child.rules().with(hooks(true))
                                                        : child.rules())));
                yield new Graph(children, graph.policy());
            }
        };
    }

    private List<Hook> hooks(boolean mayFail) {
        List<Hook> hooks = new ArrayList<>();
        int count = dice.percent(80) ? 1 : 2;
        for (int i = 0; i < count; i++) {
            On on = dice.percent(60) ? On.ENDED : dice.one(List.of(On.values()));
            hooks.add(new Hook("h" + i, on, body(mayFail)));
        }
        return hooks;
    }

    private Node body(boolean mayFail) {
        int roll = dice.below(100);
        if (roll < 12) {
            SequencedMap<String, Graph.Child> children = new LinkedHashMap<>();
            children.put("x", new Graph.Child(leaf(mayFail), new TreeSet<>()));
            children.put("y", new Graph.Child(leaf(mayFail), new TreeSet<>(List.of("x"))));
            return new Graph(children);
        }
        return roll < 24 ? caller().orElseGet(() -> leaf(mayFail)) : leaf(mayFail);
    }

    /** A body that calls a task which surely succeeds. */
    private Optional<Task> caller() {
        List<String> fine =
                scenario.flow().templates().entrySet().stream()
                        .filter(template -> {
                            Program program = scenario.program(template.getValue());
                            return program.manner() instanceof Manner.Fine
                                    && program.steps().isEmpty()
                                    && program.millis() < 100_000
                                    && template.getValue().resources().milliCpus() < Maker.TOO_MUCH;
                        })
                        .map(Map.Entry::getKey)
                        .filter(name -> !followed.contains(name)) // or it would never end
                        .toList();
        if (fine.isEmpty()) {
            return Optional.empty();
        }
        String called = dice.one(fine);
        List<Step> steps = new ArrayList<>();
        steps.add(new Step.Submit(called, called, dice.below(100), List.of(), false, false));
        if (dice.percent(30)) {
            steps.add(new Step.Remember("r0"));
        }
        steps.add(new Step.Await(List.of(called), true, false));
        return Optional.of(
                task(
                        new Program(dice.below(1 << 20), 0, steps, new Manner.Fine(), true, 0),
                        0,
                        Optional.empty()));
    }

    private Task leaf(boolean mayFail) {
        int roll = dice.below(100);
        int millis = dice.percent(50) ? 0 : dice.between(1, 2_000);
        int retries = dice.percent(50) ? dice.between(1, 2) : 0;
        Manner manner =
                roll < 60
                        ? new Manner.Fine()
                        : roll < 74
                                ? mayFail ? new Manner.Always() : new Manner.Fine()
                                : new Manner.Times(
                                        dice.between(1, 2),
                                        roll < 84
                                                ? dice.one(List.of(How.RAISES, How.CRASHES))
                                                : How.HANGS);
        boolean hangs = roll >= 84;
        Optional<Duration> timeout =
                hangs && dice.percent(30)
                        ? Optional.of(Duration.ofSeconds(dice.between(2, 30)))
                        : Optional.empty();
        return task(
                new Program(dice.below(1 << 20), millis, List.of(), manner, true, 0),
                hangs && timeout.isEmpty() ? 0 : retries,
                timeout);
    }

    private Task task(Program program, int retries, Optional<Duration> timeout) {
        String name = "h" + named++;
        programs.put(name, program);
        SequencedMap<String, Input> inputs = new LinkedHashMap<>();
        if (dice.percent(60)) {
            inputs.put("o", new Input.FromOutcome(List.of()));
        }
        return new Task(
                new Action.Python("flow.py", name),
                inputs,
                Resources.ONE_CPU,
                new Retry(
                        retries, Duration.ofMillis(dice.below(5_000)), 100, Duration.ofMinutes(1)),
                timeout);
    }
}
