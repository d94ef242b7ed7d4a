package dev.headrace.frontends.yaml;

import java.util.Set;

/**
 * What can be referred to from where a node stands.
 *
 * @param params of the flow
 * @param siblings tasks of the graph around; none directly within a foreach within a foreach
 * @param item whether there is a foreach around
 * @param run parameters of the flow, where those of a template hide them
 * @param round whether a round of a call is just over
 */
record Scope(
        Set<String> params, Set<String> siblings, boolean item, Set<String> run, boolean round) {
    /** The top of a flow. */
    static Scope ofFlow(Set<String> params) {
        return new Scope(params, Set.of(), false, Set.of(), false);
    }

    /** The top of a template: nothing around it can be seen but the arguments of the run. */
    Scope inTemplate(Set<String> own) {
        return new Scope(/* params= */ own, Set.of(), false, /* run= */ params, false);
    }

    Scope inGraph(Set<String> names) {
        return new Scope(params, names, item, run, round);
    }

    Scope inRound() {
        return new Scope(params, siblings, item, run, true);
    }

    /**
     * Within a foreach.
     *
     * @param graph whether the foreach itself stands in a graph
     */
    Scope inForEach(boolean graph) {
        return new Scope(params, graph ? siblings : Set.of(), true, run, round);
    }
}
