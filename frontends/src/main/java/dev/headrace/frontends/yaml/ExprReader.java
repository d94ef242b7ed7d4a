package dev.headrace.frontends.yaml;

import dev.headrace.spec.flow.Expr;
import dev.headrace.spec.flow.Expressions;
import dev.headrace.spec.flow.Expressions.Flaw;
import dev.headrace.spec.flow.Expressions.Purpose;
import dev.headrace.spec.flow.Expressions.Sound;
import dev.headrace.spec.flow.Expressions.Unsound;
import dev.headrace.spec.flow.Input;
import dev.headrace.spec.flow.InvalidSpec;
import dev.headrace.spec.flow.Nearest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;

/** Reads expressions: what they say is checked by their language, what they speak of by us. */
final class ExprReader {
    private static final String PARAMS = Expressions.PARAMS + ".";
    private static final String TASKS = Expressions.TASKS + ".";

    /** Of a round that is just over: what it gave, and how many are over. */
    private static final String RESULT = "result";

    private static final String ROUND = "round";

    private final Expressions language;
    private final Scope scope;

    ExprReader(Expressions language, Scope scope) {
        this.language = language;
        this.scope = scope;
    }

    /** True or false. */
    Expr condition(Yaml yaml) {
        return read(yaml, "a condition such as n > 3 && fit.score > 0.9", Purpose.CONDITION);
    }

    /** Any value. */
    Expr value(Yaml yaml) {
        return read(yaml, "an expression such as double(ok) / double(total)", Purpose.VALUE);
    }

    private Expr read(Yaml yaml, String wanted, Purpose purpose) {
        String text = Scalars.text(yaml, wanted);
        return switch (language.read(text, purpose)) {
            case Sound(var names) -> {
                SequencedMap<String, Input> inputs = new LinkedHashMap<>();
                names.forEach(name -> inputs.put(name, input(yaml.place(), name)));
                yield Complaint.placed(
                        yaml.place(),
                        () -> new Expr(Expr.CEL, text, inputs, shortPlace(yaml.place())));
            }
            case Unsound(Flaw flaw, int column, String why) ->
                    throw unsound(yaml.place(), text, flaw, column, why);
        };
    }

    /** Where the file lies is not a part of what the flow means. */
    private static String shortPlace(Place place) {
        return Path.of(place.file()).getFileName() + ":" + place.line();
    }

    private static InvalidSpec unsound(
            Place place, String text, Flaw flaw, int column, String why) {
        String at = column == 0 ? "" : ", at its character " + column;
        return switch (flaw) {
            case SYNTAX ->
                    Complaint.of(
                            place,
                            "HR-0130",
                            "this is no expression" + at + ": " + why,
                            "it is read as CEL: '" + Complaint.shortened(text) + "'",
                            "&& is \"and\", || is \"or\", ! is \"not\", == is \"equals\"; a text"
                                    + " goes in quotes of its own");
            case TYPE ->
                    Complaint.of(
                            place,
                            "HR-0131",
                            "this cannot be worked out" + at + ": " + why,
                            "its parts must fit together: '" + Complaint.shortened(text) + "'",
                            "compare it with something, or convert it: double(n), int(text),"
                                    + " string(n)");
            case LIMIT ->
                    Complaint.of(
                            place,
                            "HR-0133",
                            "this expression is too large" + at + ": " + why,
                            "expressions are for conditions; work is for tasks",
                            "let a task work it out, and ask for its result");
        };
    }

    private Input input(Place place, String name) {
        if (name.startsWith(PARAMS)) {
            String param = name.substring(PARAMS.length());
            if (scope.params().contains(param)) {
                return new Input.FromArgument(param);
            }
            throw unknown(place, "there is no parameter '" + param + "'", param, scope.params());
        }
        if (name.startsWith(TASKS)) {
            String task = name.substring(TASKS.length());
            if (scope.siblings().contains(task)) {
                return new Input.FromNode(task, List.of());
            }
            throw unknown(place, "there is no task '" + task + "' here", task, scope.siblings());
        }
        return bare(place, name);
    }

    private Input bare(Place place, String name) {
        if (scope.round() && name.equals(RESULT)) {
            return new Input.FromRound(List.of());
        }
        if (scope.round() && name.equals(ROUND)) {
            return new Input.RoundNumber();
        }
        List<Input> meant = new ArrayList<>();
        if (scope.params().contains(name)) {
            meant.add(new Input.FromArgument(name));
        }
        if (scope.siblings().contains(name)) {
            meant.add(new Input.FromNode(name, List.of()));
        }
        if (scope.item() && name.equals(Expressions.ITEM)) {
            meant.add(new Input.FromItem(List.of()));
        }
        if (meant.size() > 1) {
            throw Complaint.of(
                    place,
                    "HR-0132",
                    "'" + name + "' could be more than one thing here",
                    "a parameter and a task of that name can be seen",
                    "say which: " + PARAMS + name + " or " + TASKS + name);
        }
        if (meant.isEmpty()) {
            Set<String> names = new TreeSet<>(scope.params());
            names.addAll(scope.siblings());
            throw unknown(place, "there is no '" + name + "' here", name, names);
        }
        return meant.getFirst();
    }

    private static InvalidSpec unknown(Place place, String what, String name, Set<String> names) {
        Optional<String> odd =
                names.stream()
                        .filter(known -> List.of(known.split("[-.]", -1)).contains(name))
                        .filter(known -> !known.equals(name))
                        .findFirst();
        return Complaint.of(
                place,
                "HR-0132",
                what,
                names.isEmpty()
                        ? "there are neither parameters nor tasks to speak of"
                        : "it may speak of " + Complaint.shortened(String.join(", ", names)),
                odd.map(known ->
                                "a name that is no plain word goes in quotes: tasks[\""
                                        + known
                                        + "\"] or params[\""
                                        + known
                                        + "\"]")
                        .or(() ->
                                Nearest.to(name, names).map(near -> "did you mean '" + near + "'?"))
                        .orElse("correct the name; a text goes in quotes"));
    }
}
