package dev.headrace.runtime.sim;

import dev.headrace.spec.flow.Graph;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The order in which the children of a graph are asked for. */
final class Growth {
    private Growth() {}

    static List<String> order(Graph graph) {
        Set<String> placed = new LinkedHashSet<>();
        graph.children().keySet().forEach(name -> place(graph, name, placed));
        return new ArrayList<>(placed);
    }

    private static void place(Graph graph, String name, Set<String> placed) {
        Graph.Child child = graph.children().get(name);
        if (child != null && !placed.contains(name)) {
            child.needs().forEach(need -> place(graph, need, placed));
            placed.add(name);
        }
    }
}
