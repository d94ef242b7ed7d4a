package dev.headrace.frontends.python;

import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonNumber;
import dev.headrace.codec.json.JsonObject;
import dev.headrace.codec.json.JsonText;
import dev.headrace.frontends.flow.Amounts;
import dev.headrace.spec.flow.Action;
import dev.headrace.spec.flow.FlowSpec.CodeFile;
import dev.headrace.spec.flow.InvalidSpec;
import dev.headrace.spec.flow.Problem;
import dev.headrace.spec.flow.Resources;
import dev.headrace.spec.flow.Retry;
import dev.headrace.spec.flow.Task;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** The tasks of a Python file, which running code may call by name. */
public final class PythonTasks {
    private final Description description;
    private final List<CodeFile> code;

    private PythonTasks(Description description, List<CodeFile> code) {
        this.description = description;
        this.code = code;
    }

    /**
     * By name.
     *
     * @param code the description's modules as they were kept, in the same order
     * @throws InvalidSpec if what a task says of itself cannot be
     */
    public static SequencedMap<String, Task> of(Description description, List<CodeFile> code) {
        if (code.size() != description.modules().size()) {
            throw new IllegalArgumentException("not all modules were kept, or more than those");
        }
        PythonTasks tasks = new PythonTasks(description, code);
        SequencedMap<String, Task> byName = new LinkedHashMap<>();
        for (JsonObject task : description.tasks()) {
            String place = task.text("place").orElse(description.file());
            byName.put(Description.text(task, "name"), tasks.placed(place, task));
        }
        return byName;
    }

    private Task placed(String place, JsonObject task) {
        try {
            return task(task);
        } catch (IllegalArgumentException e) {
            throw new InvalidSpec(
                    Problem.at(
                                    place,
                                    "HR-0105",
                                    "the task '"
                                            + Description.text(task, "name")
                                            + "': "
                                            + e.getMessage())
                            .because("everything has a limit")
                            .mend("stay within it"));
        }
    }

    private Task task(JsonObject task) {
        String function = Description.text(task, "function");
        return new Task(
                new Action.Python(file(function), function),
                new LinkedHashMap<>(),
                new Resources(
                        thousandths(task, "cpus", 1_000),
                        Description.given(task, "memory").map(PythonTasks::bytes).orElse(0L)),
                retry(task),
                Description.given(task, "timeout").map(PythonTasks::seconds));
    }

    /** A function of another module is written {@code module:name}. */
    private String file(String function) {
        int colon = function.lastIndexOf(':');
        String module = colon < 0 ? "" : function.substring(0, colon);
        for (int i = 0; i < code.size(); i++) {
            if (module.isEmpty() || description.modules().get(i).name().equals(module)) {
                return code.get(i).path();
            }
        }
        throw new IllegalArgumentException("its module '" + module + "' is not there");
    }

    private static Retry retry(JsonObject task) {
        int retries =
                Description.given(task, "retries")
                        .map(json -> number(json).intValueExact())
                        .orElse(0);
        Duration delay =
                Description.given(task, "retry_delay")
                        .map(PythonTasks::seconds)
                        .orElse(Duration.ZERO);
        // Delay and factor count without retries, too: a call may ask for some.
        return new Retry(
                retries, delay, thousandths(task, "retry_factor", 1_000) / 10, Retry.DELAY_MAX);
    }

    private static int thousandths(JsonObject task, String name, int otherwise) {
        return Description.given(task, name)
                .map(json ->
                        Amounts.thousandths(number(json).toPlainString())
                                .orElseThrow(() -> not(name, json)))
                .orElse(otherwise);
    }

    private static Duration seconds(Json json) {
        return Amounts.duration(number(json).toPlainString())
                .orElseThrow(() -> not("a number of seconds", json));
    }

    private static long bytes(Json json) {
        String text =
                json instanceof JsonText(var written) ? written : number(json).toPlainString();
        return Amounts.memory(text).orElseThrow(() -> not("a size such as 2GiB", json));
    }

    private static BigDecimal number(Json json) {
        if (json instanceof JsonNumber number && Math.abs(number.toDouble()) < 1e18) {
            return new BigDecimal(number.literal()).stripTrailingZeros();
        }
        throw not("a number", json);
    }

    private static IllegalArgumentException not(String wanted, Json json) {
        return new IllegalArgumentException(json.compact() + " is not " + wanted);
    }
}
