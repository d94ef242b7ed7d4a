package dev.headrace.frontends.python;

import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonObject;
import dev.headrace.codec.json.Values;
import dev.headrace.spec.flow.Action;
import dev.headrace.spec.flow.Expressions;
import dev.headrace.spec.flow.FlowSpec;
import dev.headrace.spec.flow.FlowSpec.CodeFile;
import dev.headrace.spec.flow.Input;
import dev.headrace.spec.flow.InvalidSpec;
import dev.headrace.spec.flow.Nearest;
import dev.headrace.spec.flow.Param;
import dev.headrace.spec.flow.Problem;
import dev.headrace.spec.flow.Resources;
import dev.headrace.spec.flow.Retry;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.run.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A flow that is a Python function. Its body is the root of the run, and the tasks of its file are
 * what it may call.
 */
public final class PythonFlow {
    private PythonFlow() {}

    /**
     * The flow of this name, or the only one.
     *
     * @param code the description's modules as they were kept, in the same order
     * @param environment the digest of the environment that the file declares
     * @param language of conditions
     * @throws InvalidSpec if there is no such flow, or what it says cannot be
     */
    public static FlowSpec read(
            Description description,
            Optional<String> name,
            List<CodeFile> code,
            Optional<String> environment,
            Expressions language) {
        JsonObject flow = chosen(description, name);
        SequencedMap<String, Param> params = params(flow);
        SequencedMap<String, Input> inputs = new LinkedHashMap<>();
        params.keySet().forEach(param -> inputs.put(param, new Input.FromArgument(param)));
        String file = code.getFirst().path();
        Task root =
                new Task(
                        new Action.Python(file, Description.text(flow, "function")),
                        inputs,
                        Resources.ONE_CPU,
                        Retry.NONE,
                        Optional.empty());
        return new FlowSpec(
                Description.text(flow, "name"),
                params,
                root,
                PythonTasks.of(description, code, language),
                code,
                environment,
                new LinkedHashMap<>(),
                PythonTasks.of(description, code, flow, language),
                PythonTasks.rules(description, code, language),
                history(flow));
    }

    private static int history(JsonObject flow) {
        return Description.given(flow, "history")
                .map(json -> Integer.parseInt(json.compact()))
                .orElse(FlowSpec.HISTORY);
    }

    private static JsonObject chosen(Description description, Optional<String> name) {
        List<String> names = description.names();
        if (names.isEmpty()) {
            throw new InvalidSpec(
                    Problem.at(description.file(), "HR-0110", "there is no flow in this file")
                            .because("a flow is a function with @flow")
                            .mend("mark the function that calls the tasks with @flow"));
        }
        if (name.isEmpty() && names.size() > 1) {
            throw new InvalidSpec(
                    Problem.at(
                                    description.file(),
                                    "HR-0111",
                                    "there are several flows in this file")
                            .because("they are " + String.join(", ", names))
                            .mend("choose one: " + description.file() + ":" + names.getFirst()));
        }
        int index = name.map(names::indexOf).orElse(0);
        if (index < 0) {
            throw new InvalidSpec(
                    Problem.at(
                                    description.file(),
                                    "HR-0112",
                                    "there is no flow '" + name.orElseThrow() + "' in this file")
                            .because("its flows are " + String.join(", ", names))
                            .mend(
                                    Nearest.to(name.orElseThrow(), names)
                                            .map(near -> "did you mean '" + near + "'?")
                                            .orElse("choose one of them")));
        }
        return description.flows().get(index);
    }

    private static SequencedMap<String, Param> params(JsonObject flow) {
        SequencedMap<String, Param> params = new LinkedHashMap<>();
        for (JsonObject param : Description.objects(flow.list("params"))) {
            Optional<Json> fallback = param.get("default");
            if (fallback.filter(PythonFlow::onlyShown).isEmpty()) {
                String name = Description.text(param, "name");
                params.put(
                        name,
                        new Param(
                                name,
                                param.text("type").orElse(""),
                                fallback.map(json -> Values.canonical(new Value(json.compact())))));
            }
        }
        return params;
    }

    /**
     * A default that cannot be kept as a value. The parameter is none of the run's: the function
     * takes its own default.
     */
    private static boolean onlyShown(Json fallback) {
        return fallback instanceof JsonObject form
                && form.text("$").filter("pickle"::equals).isPresent()
                && form.text("v").filter(String::isEmpty).isPresent();
    }
}
