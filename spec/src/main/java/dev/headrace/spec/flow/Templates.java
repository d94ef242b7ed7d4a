package dev.headrace.spec.flow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Consumer;

/** Checks what is called by name: that it is there, is given what it wants, and can end. */
final class Templates {
    private Templates() {}

    static void check(
            Node root,
            Rules rules,
            Collection<Rules> called,
            SequencedMap<String, Template> library) {
        List<Problem> problems = new ArrayList<>();
        Seen asked = (call, _) -> problems.addAll(wrong("", call, library));
        calls(root, false, asked);
        following(rules, false, asked);
        called.forEach(one -> following(one, false, asked));
        library.forEach((name, template) -> {
            template.params().values().stream()
                    .filter(param -> Type.of(param.type()).isEmpty())
                    .forEach(param -> problems.add(badType(name, param)));
            calls(template.body(), false, (call, _) -> problems.addAll(wrong(name, call, library)));
        });
        if (problems.isEmpty()) {
            endless(library).ifPresent(problems::add);
        }
        if (!problems.isEmpty()) {
            throw new InvalidSpec(problems);
        }
    }

    private static Problem badType(String template, Param param) {
        return Problem.at(
                        template,
                        "HR-0125",
                        "the parameter '" + param.name() + "' has the type '" + param.type() + "'")
                .because("what a template is given is checked; its types are " + Type.WORDS)
                .mend("write one of these");
    }

    private static List<Problem> wrong(
            String place, Call call, SequencedMap<String, Template> library) {
        Template template = library.get(call.template());
        if (template == null) {
            return List.of(
                    Problem.at(place, "HR-0124", "there is no template '" + call.template() + "'")
                            .because("a call names one of the flow's templates")
                            .mend(
                                    Nearest.to(call.template(), library.keySet())
                                            .map(near -> "did you mean '" + near + "'?")
                                            .orElse("add it under templates")));
        }
        List<Problem> problems = new ArrayList<>();
        Set<String> given = new LinkedHashSet<>(call.inputs().keySet());
        call.repeat().ifPresent(repeat -> given.addAll(repeat.next().keySet()));
        given.stream()
                .filter(name -> !template.params().containsKey(name))
                .forEach(name -> problems.add(notTaken(place, call, name, template)));
        template.params().values().stream()
                .filter(param -> param.fallback().isEmpty())
                .filter(param -> !call.inputs().containsKey(param.name()))
                .forEach(param -> problems.add(notGiven(place, call, param.name())));
        return problems;
    }

    private static Problem notTaken(String place, Call call, String name, Template template) {
        return Problem.at(
                        place,
                        "HR-0125",
                        "the template '" + call.template() + "' takes no '" + name + "'")
                .because(
                        template.params().isEmpty()
                                ? "it takes nothing"
                                : "it takes " + String.join(", ", template.params().keySet()))
                .mend(
                        Nearest.to(name, template.params().keySet())
                                .map(near -> "did you mean '" + near + "'?")
                                .orElse("take it out, or add it to the params of the template"));
    }

    private static Problem notGiven(String place, Call call, String name) {
        return Problem.at(
                        place,
                        "HR-0125",
                        "the template '" + call.template() + "' is not given its '" + name + "'")
                .because("that parameter has no default")
                .mend("give it under 'with', or write a default");
    }

    /** The first ring of templates in which each surely calls the next one. */
    private static Optional<Problem> endless(SequencedMap<String, Template> library) {
        Map<String, SequencedSet<String>> surely = new LinkedHashMap<>();
        library.forEach((name, template) -> {
            SequencedSet<String> called = new LinkedHashSet<>();
            calls(
                    template.body(),
                    false,
                    (call, perhaps) -> {
                        if (!perhaps) {
                            called.add(call.template());
                        }
                    });
            surely.put(name, called);
        });
        Set<String> cleared = new HashSet<>();
        for (String name : library.keySet()) {
            List<String> ring = ring(name, surely, cleared);
            if (!ring.isEmpty()) {
                return Optional.of(
                        Problem.at(
                                        ring.getFirst(),
                                        "HR-0123",
                                        "a template that calls itself without end: "
                                                + String.join(" -> ", ring))
                                .because("nothing on the way could let it stop")
                                .mend("give one of these calls a condition: when: …"));
            }
        }
        return Optional.empty();
    }

    private static List<String> ring(
            String start, Map<String, SequencedSet<String>> surely, Set<String> cleared) {
        List<String> trail = new ArrayList<>();
        Map<String, Integer> position = new HashMap<>();
        Deque<Deque<String>> open = new ArrayDeque<>();
        open.push(new ArrayDeque<>(List.of(start)));
        while (!open.isEmpty()) {
            Deque<String> siblings = open.getFirst();
            if (siblings.isEmpty()) {
                open.pop();
                if (!trail.isEmpty()) {
                    String done = trail.removeLast();
                    position.remove(done);
                    cleared.add(done);
                }
                continue;
            }
            String name = siblings.pop();
            Integer seen = position.get(name);
            if (seen != null) {
                List<String> ring = new ArrayList<>(trail.subList(seen, trail.size()));
                ring.add(name);
                return ring;
            }
            SequencedSet<String> called = surely.get(name);
            if (called != null && !cleared.contains(name)) {
                position.put(name, trail.size());
                trail.add(name);
                open.push(new ArrayDeque<>(called));
            }
        }
        return List.of();
    }

    private interface Seen {
        /** A call, and whether there are runs in which it does not come to it. */
        void call(Call call, boolean perhaps);
    }

    private static void calls(Node node, boolean perhaps, Seen seen) {
        switch (node) {
            case Task _, Wait _ -> {}
            case Call call -> seen.call(call, perhaps);
            case ForEach each -> calls(each.body(), true, seen);
            case Graph graph ->
                    graph.children()
                            .values()
                            .forEach(child -> {
                                boolean may = perhaps || conditional(graph, child, new HashSet<>());
                                calls(child.node(), may, seen);
                                following(child.rules(), may, seen);
                            });
        }
    }

    private static void following(Rules rules, boolean perhaps, Seen seen) {
        for (Hook hook : rules.hooks()) {
            calls(hook.body(), perhaps || hook.on() == Hook.On.FAILED, seen);
        }
    }

    private static boolean maySkipItself(Node node) {
        return (node instanceof Task task && task.action() instanceof Action.Python)
                || (node instanceof Wait wait && wait.maySkip());
    }

    /** Whether it may be passed by although nothing fails: by itself, or by what it needs. */
    private static boolean conditional(Graph graph, Graph.Child child, Set<String> looked) {
        Deque<Graph.Child> open = new ArrayDeque<>(List.of(child));
        while (!open.isEmpty()) {
            Graph.Child next = open.pop();
            boolean skips = !next.equals(child) && maySkipItself(next.node());
            if (skips || next.rules().when().isPresent() || !next.rules().plainJoin()) {
                return true;
            }
            Consumer<String> also =
                    need -> {
                        Graph.Child before = graph.children().get(need);
                        if (before != null && looked.add(need)) {
                            open.push(before);
                        }
                    };
            next.needs().forEach(also);
        }
        return false;
    }
}
