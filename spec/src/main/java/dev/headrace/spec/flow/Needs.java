package dev.headrace.spec.flow;

import dev.headrace.spec.flow.Graph.Child;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/** Checks what the children of a graph say they need. */
final class Needs {
    private Needs() {}

    static List<Problem> unknown(SequencedMap<String, Child> children) {
        List<Problem> problems = new ArrayList<>();
        children.forEach((name, child) ->
                child.needs().stream()
                        .filter(need -> !children.containsKey(need))
                        .forEach(need -> problems.add(unknown(name, need, children.keySet()))));
        return problems;
    }

    private static Problem unknown(String name, String need, Set<String> names) {
        return Problem.at(
                        name, "HR-0102", "'" + name + "' needs '" + need + "', which is not there")
                .because("a task may need only its siblings")
                .mend(
                        Nearest.to(need, names)
                                .map(near -> "did you mean '" + near + "'?")
                                .orElse("add a task of that name, or take the need out"));
    }

    /** The first cycle that is met, named as {@code a -> b -> a}. */
    static List<Problem> cycles(SequencedMap<String, Child> children) {
        Set<String> cleared = new HashSet<>();
        for (String name : children.keySet()) {
            List<String> cycle = from(name, children, cleared);
            if (!cycle.isEmpty()) {
                return List.of(
                        Problem.at(
                                        cycle.getFirst(),
                                        "HR-0101",
                                        "a cycle: " + String.join(" -> ", cycle))
                                .because(
                                        "each of these tasks waits for the next one, so none can start")
                                .mend("take one of these needs out"));
            }
        }
        return List.of();
    }

    private static List<String> from(
            String start, SequencedMap<String, Child> children, Set<String> cleared) {
        Map<String, Integer> position = new HashMap<>();
        List<String> trail = new ArrayList<>();
        Deque<Deque<String>> open = new ArrayDeque<>();
        Deque<String> first = new ArrayDeque<>(List.of(start));
        open.push(first);
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
                List<String> cycle = new ArrayList<>(trail.subList(seen, trail.size()));
                cycle.add(name);
                return cycle;
            }
            Child child = children.get(name);
            if (child != null && !cleared.contains(name)) {
                position.put(name, trail.size());
                trail.add(name);
                open.push(new ArrayDeque<>(child.needs()));
            }
        }
        return List.of();
    }
}
