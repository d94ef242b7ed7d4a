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

    /** Joins that speak of what is not needed. */
    static List<Problem> joins(SequencedMap<String, Child> children) {
        List<Problem> problems = new ArrayList<>();
        children.forEach((name, child) ->
                child.rules().join().cases().stream()
                        .flatMap(one -> one.join().names().stream())
                        .distinct()
                        .filter(need -> !child.needs().contains(need))
                        .forEach(need ->
                                problems.add(
                                        Problem.at(
                                                        name,
                                                        "HR-0120",
                                                        "the join of '"
                                                                + name
                                                                + "' speaks of '"
                                                                + need
                                                                + "', which it does not need")
                                                .because("a join is about what the task needs")
                                                .mend("add it to the needs"))));
        return problems;
    }

    /** Conditions that look at what is not needed. */
    static List<Problem> conditions(SequencedMap<String, Child> children) {
        List<Problem> problems = new ArrayList<>();
        children.forEach((name, child) ->
                child.rules().when().stream()
                        .flatMap(when -> when.names().values().stream())
                        .filter(Input.FromNode.class::isInstance)
                        .map(input -> ((Input.FromNode) input).node())
                        .filter(need -> !child.needs().contains(need))
                        .distinct()
                        .forEach(need ->
                                problems.add(
                                        Problem.at(
                                                        name,
                                                        "HR-0120",
                                                        "the condition of '"
                                                                + name
                                                                + "' speaks of '"
                                                                + need
                                                                + "', which it does not need")
                                                .because("it can look only at what is over")
                                                .mend("add it to the needs"))));
        return problems;
    }

    /** Deciding children that are not there. */
    static List<Problem> deciding(SequencedMap<String, Child> children, Policy policy) {
        List<Problem> problems = new ArrayList<>();
        if (policy.decides() instanceof Policy.Decides.Named(var names)) {
            names.stream()
                    .filter(name -> !children.containsKey(name))
                    .forEach(name ->
                            problems.add(
                                    Problem.at(
                                                    "",
                                                    "HR-0102",
                                                    "'" + name + "' shall decide, but is not there")
                                            .because("only a task of the same graph can decide")
                                            .mend(
                                                    Nearest.to(name, children.keySet())
                                                            .map(near ->
                                                                    "did you mean '" + near + "'?")
                                                            .orElse("take the name out"))));
        }
        return problems;
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
