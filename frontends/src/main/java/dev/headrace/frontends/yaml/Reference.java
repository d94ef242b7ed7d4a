package dev.headrace.frontends.yaml;

import dev.headrace.codec.json.JsonBool;
import dev.headrace.codec.json.JsonText;
import dev.headrace.spec.flow.Input;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Where an input comes from: a mapping with exactly one of these keys, else what is written. */
final class Reference {
    static final Set<String> KEYS =
            new TreeSet<>(List.of("arg", "from", "item", "outcome", "value"));

    private static final Set<String> OUTCOME =
            new TreeSet<>(
                    List.of(
                            "attempt",
                            "duration",
                            "failure",
                            "failures",
                            "name",
                            "result",
                            "run",
                            "state"));

    private final Scope scope;

    Reference(Scope scope) {
        this.scope = scope;
    }

    /** Whether this refers to something, here. */
    boolean refers(YamlMap map) {
        if (map.entries().size() != 1) {
            return false;
        }
        String key = map.entries().getFirst().key().text();
        return KEYS.contains(key)
                || (key.equals("run") && !scope.run().isEmpty())
                || (key.equals("round") && scope.round());
    }

    static boolean looksLike(YamlMap map) {
        return map.entries().size() == 1 && KEYS.contains(map.entries().getFirst().key().text());
    }

    Input input(Yaml yaml) {
        if (!(yaml instanceof YamlMap map && refers(map))) {
            return new Input.Literal(Literal.of(yaml));
        }
        Yaml value = map.entries().getFirst().value();
        return switch (map.entries().getFirst().key().text()) {
            case "arg" -> argument(value);
            case "from" -> node(value);
            case "item" -> item(value);
            case "run" -> run(value);
            case "round" -> round(value);
            case "outcome" -> outcome(value);
            default -> new Input.Literal(Literal.quoted(value));
        };
    }

    private Input argument(Yaml value) {
        String name = Scalars.text(value, "the name of a parameter");
        if (!scope.params().contains(name)) {
            throw Complaint.unknownSource(
                    value.place(),
                    "there is no parameter '" + name + "'",
                    scope.run().isEmpty()
                            ? "{arg: …} is one of the flow's params"
                            : "{arg: …} is one of the template's params, {run: …} of the flow's",
                    name,
                    scope.params());
        }
        return new Input.FromArgument(name);
    }

    private Input run(Yaml value) {
        String name = Scalars.text(value, "the name of a parameter of the flow");
        if (!scope.run().contains(name)) {
            throw Complaint.unknownSource(
                    value.place(),
                    "the flow has no parameter '" + name + "'",
                    "{run: …} is one of the flow's params, {arg: …} one of the template's",
                    name,
                    scope.run());
        }
        return new Input.FromRun(name);
    }

    private static Input round(Yaml value) {
        return value instanceof YamlScalar scalar && scalar.value().equals(new JsonBool(true))
                ? new Input.FromRound(List.of())
                : new Input.FromRound(parts(value, "true, or a part of the result as field.0"));
    }

    private Input node(Yaml value) {
        List<String> parts = parts(value, "a task, or a part of its result as task.field.0");
        // Names may have dots in them: the longest one counts.
        for (int end = value instanceof YamlList ? 1 : parts.size(); end > 0; end--) {
            String name = String.join(".", parts.subList(0, end));
            if (scope.siblings().contains(name)) {
                return new Input.FromNode(name, parts.subList(end, parts.size()));
            }
        }
        throw Complaint.unknownNeed(value.place(), parts.getFirst(), scope.siblings());
    }

    private Input item(Yaml value) {
        if (!scope.item()) {
            throw Complaint.of(
                    value.place(),
                    "HR-0119",
                    "there is no foreach around",
                    "{item: …} is the item of the innermost foreach",
                    "put the task under the 'do' of a foreach");
        }
        return value instanceof YamlScalar scalar && scalar.value().equals(new JsonBool(true))
                ? new Input.FromItem(List.of())
                : new Input.FromItem(parts(value, "true, or a part of the item as field.0"));
    }

    private Input outcome(Yaml value) {
        if (!scope.outcome()) {
            throw Complaint.of(
                    value.place(),
                    "HR-0119",
                    "this follows nothing",
                    "{outcome: …} is what the task came to that a hook follows",
                    "use it in a 'finally', or under 'hooks'");
        }
        if (value instanceof YamlScalar scalar && scalar.value().equals(new JsonBool(true))) {
            return new Input.FromOutcome(List.of());
        }
        List<String> parts = parts(value, "true, or a part such as state");
        if (!OUTCOME.contains(parts.getFirst())) {
            throw Complaint.unknownSource(
                    value.place(),
                    "an outcome has no '" + parts.getFirst() + "'",
                    "it has " + String.join(", ", OUTCOME),
                    parts.getFirst(),
                    OUTCOME);
        }
        return new Input.FromOutcome(parts);
    }

    /** {@code a.b.0} or {@code [a, b, 0]}. */
    private static List<String> parts(Yaml value, String wanted) {
        List<String> parts = new ArrayList<>();
        switch (value) {
            case YamlList list -> {
                for (Yaml item : list.items()) {
                    parts.add(part(item, wanted));
                }
            }
            case YamlScalar scalar -> parts.addAll(List.of(part(scalar, wanted).split("\\.", -1)));
            case YamlMap _ -> throw Complaint.wanted(value, wanted);
        }
        if (parts.isEmpty() || parts.stream().anyMatch(String::isEmpty)) {
            throw Complaint.wanted(value, wanted);
        }
        return parts;
    }

    private static String part(Yaml value, String wanted) {
        if (value instanceof YamlScalar scalar
                && (scalar.value() instanceof JsonText || scalar.word().equals("a number"))) {
            return scalar.text();
        }
        throw Complaint.wanted(value, wanted);
    }
}
