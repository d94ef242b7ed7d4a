package dev.headrace.runtime.sim;

import dev.headrace.spec.flow.Call;
import dev.headrace.spec.flow.Expr;
import dev.headrace.spec.flow.Graph;
import dev.headrace.spec.flow.Input;
import dev.headrace.spec.flow.JoinRules;
import dev.headrace.spec.flow.Node;
import dev.headrace.spec.flow.Param;
import dev.headrace.spec.flow.Repeat;
import dev.headrace.spec.flow.Rules;
import dev.headrace.spec.flow.Template;
import dev.headrace.spec.flow.Template.Answer;
import dev.headrace.spec.flow.Template.Output;
import dev.headrace.spec.flow.Template.Source;
import dev.headrace.spec.flow.Type;
import dev.headrace.spec.run.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;

/** Makes up templates and their calls; all take one number, which is called as the run's is. */
final class Templating {
    private static final String SEED = "seed";
    private static final int TEMPLATES_MAX = 4;

    private final Dice dice;
    private final boolean none;
    private final SequencedMap<String, Template> library = new LinkedHashMap<>();
    private int open;

    /** What a maker makes besides. */
    interface Parts {
        Node graph(int depth);

        /** A task that is given its template's number. */
        Node task();
    }

    Templating(Dice dice) {
        this.dice = dice;
        this.none = dice.percent(60);
    }

    SequencedMap<String, Template> library() {
        return library;
    }

    /** A call in place of something else, now and then. */
    Optional<Node> instead(List<String> siblings, int depth, Parts parts) {
        if (none || !dice.percent(25)) {
            return Optional.empty();
        }
        Optional<String> name = template(depth, parts);
        return name.map(template -> call(template, siblings));
    }

    private Optional<String> template(int depth, Parts parts) {
        if (!library.isEmpty() && dice.percent(30)) {
            return Optional.of(dice.one(List.copyOf(library.keySet())));
        }
        if (library.size() + open >= TEMPLATES_MAX) {
            return Optional.empty();
        }
        open++;
        String name = "p" + (library.size() + open);
        Node body =
                dice.percent(25)
                        ? recursive(name, parts)
                        : depth < 2 && dice.percent(50) ? parts.graph(depth + 1) : parts.task();
        open--;
        SequencedMap<String, Param> params = new LinkedHashMap<>();
        params.put(SEED, new Param(SEED, "int", Optional.of(new Value("7"))));
        library.put(name, new Template(params, body, output()));
        return Optional.of(name);
    }

    private Optional<Output> output() {
        if (dice.percent(70)) {
            return Optional.empty();
        }
        Source source = new Source.One(new Input.FromArgument(SEED));
        return Optional.of(new Output.Bare(new Answer(source, Type.Basic.INT)));
    }

    /** It calls itself with what its first task gave, as long as a condition on that holds. */
    private Node recursive(String name, Parts parts) {
        SequencedMap<String, Input> seed = new LinkedHashMap<>();
        seed.put(SEED, new Input.FromNode("one", List.of()));
        SequencedMap<String, Input> names = new LinkedHashMap<>(seed);
        names.put("own", new Input.FromArgument(SEED));
        SequencedMap<String, Graph.Child> children = new LinkedHashMap<>();
        children.put("one", new Graph.Child(parts.task(), new TreeSet<>()));
        children.put(
                "again",
                new Graph.Child(
                        new Call(name, seed),
                        new TreeSet<>(Set.of("one")),
                        new Rules(
                                JoinRules.ALL_SUCCEEDED,
                                Set.of(),
                                Optional.of(
                                        new Expr("sim", "half " + dice.below(100), names, "")))));
        return new Graph(children);
    }

    private Call call(String template, List<String> siblings) {
        SequencedMap<String, Input> inputs = new LinkedHashMap<>();
        if (dice.percent(85)) {
            inputs.put(
                    SEED,
                    !siblings.isEmpty() && dice.percent(40)
                            ? new Input.FromNode(dice.one(siblings), List.of())
                            : dice.percent(40)
                                    ? new Input.FromArgument(SEED)
                                    : dice.percent(50)
                                            ? new Input.FromRun(SEED)
                                            : new Input.Literal(
                                                    new Value(String.valueOf(dice.below(100)))));
        }
        return new Call(
                template, inputs, dice.percent(45) ? Optional.of(repeat()) : Optional.empty());
    }

    private Repeat repeat() {
        SequencedMap<String, Input> next = new LinkedHashMap<>();
        if (dice.percent(70)) {
            next.put(
                    SEED,
                    dice.percent(50) ? new Input.FromRound(List.of()) : new Input.RoundNumber());
        }
        SequencedMap<String, Input> names = new LinkedHashMap<>();
        names.put("result", new Input.FromRound(List.of()));
        names.put("round", new Input.RoundNumber());
        String text = dice.percent(5) ? Lists.WRONG : "half " + dice.below(100);
        return new Repeat(
                dice.percent(75) ? Optional.of(new Expr("sim", text, names, "")) : Optional.empty(),
                dice.between(1, 4),
                next);
    }
}
