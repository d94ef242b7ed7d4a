package dev.headrace.frontends.yaml;

import java.util.Set;

/**
 * What can be referred to from where a node stands.
 *
 * @param params of the flow
 * @param siblings tasks of the graph around; none directly within a foreach within a foreach
 * @param item whether there is a foreach around
 */
record Scope(Set<String> params, Set<String> siblings, boolean item) {
    Scope inGraph(Set<String> names) {
        return new Scope(params, names, item);
    }

    /**
     * Within a foreach.
     *
     * @param graph whether the foreach itself stands in a graph
     */
    Scope inForEach(boolean graph) {
        return new Scope(params, graph ? siblings : Set.of(), true);
    }
}
