package dev.headrace.app.testing;

import dev.headrace.frontends.tests.TestCase;
import dev.headrace.frontends.tests.TestCase.Replaced;
import dev.headrace.spec.flow.Call;
import dev.headrace.spec.flow.FlowSpec;
import dev.headrace.spec.flow.ForEach;
import dev.headrace.spec.flow.Graph;
import dev.headrace.spec.flow.InvalidSpec;
import dev.headrace.spec.flow.Nearest;
import dev.headrace.spec.flow.Node;
import dev.headrace.spec.flow.Problem;
import dev.headrace.spec.flow.Rules;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.flow.Wait;
import dev.headrace.spec.run.NodePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The names that tasks and waits of a flow have. */
public final class Names {
    private static final int SHOWN = 12;
    private static final Pattern NUMBERS = Pattern.compile("#[0-9]+|~[0-9.]+|\\[[^\\]]*\\]");

    private final TreeSet<String> tasks = new TreeSet<>();
    private final TreeSet<String> waits = new TreeSet<>();

    /** All that the flow knows before it runs. */
    public Names(FlowSpec flow) {
        tasks.addAll(flow.templates().keySet());
        visit("", flow.root());
        hooks(flow.rules());
        flow.called().values().forEach(this::hooks);
        flow.library().forEach((name, template) -> visit(name, template.body()));
    }

    private void visit(String name, Node node) {
        switch (node) {
            case Task _ -> tasks.add(name);
            case Wait _ -> waits.add(name);
            case Graph graph ->
                    graph.children()
                            .forEach((key, child) -> {
                                visit(key, child.node());
                                hooks(child.rules());
                            });
            case ForEach each -> visit(name, each.body());
            case Call _ -> tasks.add(name); // a template that is one task has the name of its call
        }
    }

    private void hooks(Rules rules) {
        rules.hooks().forEach(hook -> visit(":" + hook.name(), hook.body()));
    }

    /** The path without the numbers of items and calls. */
    static String bare(NodePath path) {
        return NUMBERS.matcher(path.text()).replaceAll("");
    }

    /** The name of what stands at this path. */
    static String name(NodePath path) {
        return bare(new NodePath(path.key()));
    }

    /**
     * Checks what a test names.
     *
     * @throws InvalidSpec if the flow has no such tasks
     */
    public void check(TestCase test) {
        List<Problem> problems = new ArrayList<>();
        test.replaced().forEach(replaced -> problem(replaced).ifPresent(problems::add));
        if (!problems.isEmpty()) {
            throw new InvalidSpec(problems);
        }
    }

    private Optional<Problem> problem(Replaced replaced) {
        String name = name(new NodePath(replaced.task()));
        if (tasks.contains(name) && !name.isEmpty()) {
            return Optional.empty();
        }
        if (waits.contains(name)) {
            return Optional.of(
                    Problem.at(
                                    replaced.place(),
                                    "HR-0450",
                                    "'"
                                            + replaced.task()
                                            + "' is a wait and has no code to replace")
                            .because("a test skips time by itself")
                            .mend("answer it with signals or approvals; a time needs nothing"));
        }
        List<String> known = tasks.stream().filter(one -> !one.isEmpty()).toList();
        return Optional.of(
                Problem.at(
                                replaced.place(),
                                "HR-0450",
                                "the flow has no task '" + replaced.task() + "' to replace")
                        .because(
                                known.isEmpty()
                                        ? "it has no tasks that could be called"
                                        : "its tasks are "
                                                + String.join(
                                                        ", ",
                                                        known.subList(
                                                                0, Math.min(SHOWN, known.size())))
                                                + (known.size() > SHOWN ? ", …" : ""))
                        .mend(
                                Nearest.to(name, known)
                                        .map(near -> "did you mean '" + near + "'?")
                                        .orElse("write the name or the path of a task")));
    }
}
