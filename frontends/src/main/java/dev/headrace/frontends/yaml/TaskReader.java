package dev.headrace.frontends.yaml;

import dev.headrace.spec.flow.Action;
import dev.headrace.spec.flow.Expressions;
import dev.headrace.spec.flow.Input;
import dev.headrace.spec.flow.Resources;
import dev.headrace.spec.flow.Retry;
import dev.headrace.spec.flow.Task;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads nodes that do work. */
final class TaskReader {
    private static final String SHELL = "/bin/sh";
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,199}");
    private static final String CPUS = "a number of cpus such as 2 or 0.5";

    private final PythonFiles files;
    private final Expressions language;
    private final CacheReader cache;

    TaskReader(PythonFiles files, Expressions language) {
        this.files = files;
        this.language = language;
        this.cache = new CacheReader(files);
    }

    Task shell(Members members, Scope scope) {
        String text = Scalars.text(members.need(Key.RUN), "a text for the shell");
        return program(List.of(SHELL, "-c", text), members, scope);
    }

    Task program(Members members, Scope scope) {
        Yaml argv = members.need(Key.ARGV);
        List<String> words = Scalars.writtenList(argv, "a list: a program and its arguments");
        if (words.isEmpty() || words.getFirst().isEmpty()) {
            throw Complaint.wanted(argv, "a list: a program and its arguments");
        }
        return program(words, members, scope);
    }

    Task function(Members members, Scope scope) {
        Action.Python action = files.function(members.need(Key.PYTHON));
        return task(action, members, inputs(members, scope));
    }

    private Task program(List<String> argv, Members members, Scope scope) {
        SequencedMap<String, String> env = new LinkedHashMap<>();
        for (YamlMap.Entry entry : members.entries(Key.ENV, "variables by name")) {
            env.put(
                    variable(entry.key()),
                    Scalars.written(entry.value(), "a text, a number, true or false"));
        }
        SequencedMap<String, Input> inputs = inputs(members, scope);
        for (YamlMap.Entry entry : members.entries(Key.WITH, "inputs by name")) {
            if (env.containsKey(variable(entry.key()))) {
                throw Complaint.twice(entry.key());
            }
        }
        return task(new Action.Program(argv, env), members, inputs);
    }

    private static String variable(YamlScalar name) {
        if (VARIABLE.matcher(name.text()).matches()) {
            return name.text();
        }
        throw Complaint.of(
                name.place(),
                "HR-0118",
                "'" + name.text() + "' cannot be a variable of the environment",
                "a program is given its inputs as variables: letters, digits and '_', at most 200",
                "give it another name");
    }

    private static SequencedMap<String, Input> inputs(Members members, Scope scope) {
        Reference reference = new Reference(scope);
        SequencedMap<String, Input> inputs = new LinkedHashMap<>();
        for (YamlMap.Entry entry : members.entries(Key.WITH, "inputs by name")) {
            inputs.put(
                    Scalars.text(entry.key(), "the name of an input"),
                    reference.input(entry.value()));
        }
        return inputs;
    }

    private Task task(Action action, Members members, SequencedMap<String, Input> inputs) {
        Resources resources = resources(members);
        Retry retry = RetryReader.retry(members, language);
        Optional<Duration> timeout = members.get(Key.TIMEOUT).map(Scalars::duration);
        return Complaint.placed(
                members.place(Key.TIMEOUT),
                () ->
                        new Task(
                                action,
                                inputs,
                                resources,
                                retry,
                                timeout,
                                PollReader.poll(members),
                                cache.policy(members, action)));
    }

    private static Resources resources(Members members) {
        int milliCpus = members.get(Key.CPUS, thousandths(CPUS), Resources.ONE_CPU.milliCpus());
        long memory = members.get(Key.MEMORY, Scalars::memory, 0L);
        return Complaint.placed(members.place(Key.CPUS), () -> new Resources(milliCpus, memory));
    }

    private static Function<Yaml, Integer> thousandths(String wanted) {
        return yaml -> Scalars.thousandths(yaml, wanted);
    }
}
