package dev.headrace.frontends.flow;

import dev.headrace.codec.json.BadJson;
import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonObject;
import dev.headrace.codec.json.JsonText;
import dev.headrace.codec.json.Values;
import dev.headrace.spec.flow.FlowSpec;
import dev.headrace.spec.flow.InvalidSpec;
import dev.headrace.spec.flow.Nearest;
import dev.headrace.spec.flow.Param;
import dev.headrace.spec.flow.Problem;
import dev.headrace.spec.run.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** The arguments of a run, from what its user wrote and what the flow takes. */
public final class Arguments {
    /** Characters of one argument; what is larger belongs into a file. */
    public static final int LENGTH_MAX = 1 << 20;

    private final FlowSpec flow;
    private final SequencedMap<String, Json> given = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    private Arguments(FlowSpec flow) {
        this.flow = flow;
    }

    /**
     * A value for each parameter, in the order in which the flow names them.
     *
     * @param set by name: JSON where it can be read as that, else a text; counts for more than
     *     {@code params}
     * @throws InvalidSpec with all that is wrong
     */
    public static SequencedMap<String, Value> bind(
            FlowSpec flow, Map<String, String> set, Optional<JsonObject> params) {
        Arguments arguments = new Arguments(flow);
        params.ifPresent(object -> object.members().forEach(arguments::give));
        set.forEach((name, text) -> arguments.give(name, jsonOrText(text)));
        return arguments.bound();
    }

    /**
     * The content of a file of arguments.
     *
     * @param file its name, for those who read what is wrong
     * @throws InvalidSpec if it is not one JSON object
     */
    public static JsonObject params(String text, String file) {
        try {
            if (Json.read(text) instanceof JsonObject object) {
                return object;
            }
        } catch (BadJson e) {
            throw new InvalidSpec(
                    Problem.at(file + ":" + e.line() + ":" + e.column(), "HR-0106", e.what())
                            .because("a file of arguments is one JSON object")
                            .mend("correct the JSON there"));
        }
        throw new InvalidSpec(
                Problem.at(file, "HR-0108", "this is no object")
                        .because("a file of arguments is one JSON object: {\"name\": value, …}")
                        .mend("write the arguments by name"));
    }

    private static Json jsonOrText(String text) {
        try {
            return Json.read(text);
        } catch (BadJson _) {
            return new JsonText(text);
        }
    }

    private void give(String name, Json value) {
        if (flow.params().containsKey(name)) {
            given.put(name, value);
            return;
        }
        problems.add(
                Problem.at("", "HR-0113", "there is no argument '" + name + "'")
                        .because(
                                flow.params().isEmpty()
                                        ? "'" + flow.name() + "' takes no arguments"
                                        : "'" + flow.name() + "' takes " + signature())
                        .mend(
                                Nearest.to(name, flow.params().keySet())
                                        .map(near -> "did you mean '" + near + "'?")
                                        .orElse("take it out")));
    }

    private SequencedMap<String, Value> bound() {
        SequencedMap<String, Value> bound = new LinkedHashMap<>();
        for (Param param : flow.params().values()) {
            Json json = given.get(param.name());
            Optional<Value> value = json == null ? param.fallback() : value(param, json);
            value.ifPresent(one -> bound.put(param.name(), one));
        }
        List<String> missing =
                flow.params().values().stream()
                        .filter(param -> param.fallback().isEmpty())
                        .map(Param::name)
                        .filter(name -> !given.containsKey(name))
                        .toList();
        if (!missing.isEmpty()) {
            problems.add(missing(missing));
        }
        if (!problems.isEmpty()) {
            throw new InvalidSpec(problems);
        }
        return bound;
    }

    private Optional<Value> value(Param param, Json json) {
        if (json.compact().length() <= LENGTH_MAX) {
            return Optional.of(Values.of(json));
        }
        problems.add(
                Problem.at("", "HR-0115", "the argument '" + param.name() + "' is too large")
                        .because("an argument has at most " + LENGTH_MAX + " characters")
                        .mend("give the path of a file, and read it in a task"));
        return Optional.empty();
    }

    private Problem missing(List<String> names) {
        return Problem.at(
                        "",
                        "HR-0114",
                        (names.size() == 1 ? "this argument is missing: " : "these are missing: ")
                                + String.join(", ", names))
                .because("'" + flow.name() + "' takes " + signature())
                .mend(
                        "add "
                                + names.stream()
                                        .map(name -> "--set " + name + "=…")
                                        .collect(Collectors.joining(" ")));
    }

    /** {@code models: list[str] = ["knn"], seed: int}. */
    private String signature() {
        return flow.params().values().stream()
                .map(Arguments::signature)
                .collect(Collectors.joining(", "));
    }

    private static String signature(Param param) {
        return param.name()
                + (param.type().isEmpty() ? "" : ": " + param.type())
                + param.fallback().map(value -> " = " + shortened(value)).orElse("");
    }

    private static String shortened(Value value) {
        String text = Values.display(value);
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
