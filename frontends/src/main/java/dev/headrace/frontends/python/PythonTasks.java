package dev.headrace.frontends.python;

import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonNumber;
import dev.headrace.codec.json.JsonObject;
import dev.headrace.codec.json.JsonText;
import dev.headrace.frontends.flow.Amounts;
import dev.headrace.frontends.flow.RetryWhen;
import dev.headrace.spec.flow.Action;
import dev.headrace.spec.flow.Expr;
import dev.headrace.spec.flow.Expressions;
import dev.headrace.spec.flow.FlowSpec.CodeFile;
import dev.headrace.spec.flow.Hook;
import dev.headrace.spec.flow.Hook.On;
import dev.headrace.spec.flow.Input;
import dev.headrace.spec.flow.InvalidSpec;
import dev.headrace.spec.flow.Poll;
import dev.headrace.spec.flow.Problem;
import dev.headrace.spec.flow.Resources;
import dev.headrace.spec.flow.Retry;
import dev.headrace.spec.flow.Rules;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.run.CachePolicy;
import dev.headrace.spec.run.FailureSet;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;

/** The tasks of a Python file, which running code may call by name. */
public final class PythonTasks {
    private final Description description;
    private final List<CodeFile> code;
    private final Expressions language;

    private PythonTasks(Description description, List<CodeFile> code, Expressions language) {
        this.description = description;
        this.code = code;
        this.language = language;
    }

    /**
     * By name.
     *
     * @param code the description's modules as they were kept, in the same order
     * @param language of conditions
     * @throws InvalidSpec if what a task says of itself cannot be
     */
    public static SequencedMap<String, Task> of(
            Description description, List<CodeFile> code, Expressions language) {
        if (code.size() != description.modules().size()) {
            throw new IllegalArgumentException("not all modules were kept, or more than those");
        }
        PythonTasks tasks = new PythonTasks(description, code, language);
        SequencedMap<String, Task> byName = new LinkedHashMap<>();
        for (JsonObject task : description.tasks()) {
            String place = task.text("place").orElse(description.file());
            byName.put(Description.text(task, "name"), tasks.placed(place, task));
        }
        return byName;
    }

    /** What holds for those of them that have hooks, by name. */
    public static SequencedMap<String, Rules> rules(
            Description description, List<CodeFile> code, Expressions language) {
        SequencedMap<String, Rules> byName = new LinkedHashMap<>();
        for (JsonObject task : description.tasks()) {
            Rules rules = of(description, code, task, language);
            if (!rules.equals(Rules.PLAIN)) {
                byName.put(Description.text(task, "name"), rules);
            }
        }
        return byName;
    }

    /** What holds for a flow or a task of the description. */
    static Rules of(
            Description description, List<CodeFile> code, JsonObject owner, Expressions language) {
        PythonTasks tasks = new PythonTasks(description, code, language);
        return Rules.PLAIN.with(
                Description.objects(owner.list("hooks")).stream().map(tasks::hook).toList());
    }

    private Hook hook(JsonObject hook) {
        if (!(hook.get("task").orElse(null) instanceof JsonObject task)) {
            throw new IllegalArgumentException("a hook without a task");
        }
        Task body = placed(task.text("place").orElse(description.file()), task);
        SequencedMap<String, Input> inputs = new LinkedHashMap<>();
        hook.text("outcome").ifPresent(name -> inputs.put(name, new Input.FromOutcome(List.of())));
        return new Hook(
                Description.text(hook, "name"),
                On.valueOf(Description.text(hook, "on").toUpperCase(Locale.ROOT)),
                new Task(body.action(), inputs, body.resources(), body.retry(), body.timeout()));
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
                Description.given(task, "timeout").map(PythonTasks::seconds),
                Description.given(task, "poll").map(every -> poll(task, every)),
                Description.given(task, "cache").map(PythonTasks::cache));
    }

    private static Poll poll(JsonObject task, Json every) {
        return new Poll(
                seconds(every),
                Description.given(task, "poll_limit").map(PythonTasks::seconds),
                Description.given(task, "poll_skip")
                        .filter(json -> json.compact().equals("true"))
                        .isPresent());
    }

    private static CachePolicy cache(Json json) {
        if (!(json instanceof JsonObject policy)) {
            throw not("a policy of caching", json);
        }
        Set<String> ignore = new TreeSet<>();
        for (Json name : policy.list("ignore").items()) {
            if (name instanceof JsonText(var text)) {
                ignore.add(text);
            }
        }
        return new CachePolicy(
                Description.given(policy, "expiry").map(PythonTasks::seconds),
                policy.text("salt").orElse(""),
                ignore,
                Description.text(policy, "code"));
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

    private Retry retry(JsonObject task) {
        int retries = whole(task, "retries", 0);
        Duration delay =
                Description.given(task, "retry_delay")
                        .map(PythonTasks::seconds)
                        .orElse(Duration.ZERO);
        // Delay and factor count without retries, too: a call may ask for some.
        return new Retry(
                retries,
                delay,
                thousandths(task, "retry_factor", 1_000) / 10,
                Description.given(task, "retry_cap")
                        .map(PythonTasks::seconds)
                        .orElse(Retry.DELAY_MAX),
                whole(task, "retry_jitter", Retry.JITTER_PERCENT),
                Description.given(task, "retry_within").map(PythonTasks::seconds),
                new Retry.Worth(
                        failures(task, "retry_on"),
                        failures(task, "retry_never"),
                        task.text("retry_when").map(text -> when(task, text))),
                whole(task, "losses", Retry.LOSSES));
    }

    private Expr when(JsonObject task, String text) {
        String place = task.text("place").orElse(description.file());
        return RetryWhen.read(language, text, place, Description.text(task, "name"));
    }

    private static FailureSet failures(JsonObject task, String name) {
        return Description.given(task, name).isEmpty()
                ? FailureSet.NONE
                : new FailureSet(
                        task.list(name).items().stream()
                                .map(item -> item instanceof JsonText(var text) ? text : "")
                                .toList());
    }

    private static int whole(JsonObject task, String name, int otherwise) {
        return Description.given(task, name)
                .map(json -> number(json).intValueExact())
                .orElse(otherwise);
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
