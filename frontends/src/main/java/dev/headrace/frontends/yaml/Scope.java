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
 * @param outcome whether it follows something, and is given what that came to
 */
record Scope(
        Set<String> params,
        Set<String> siblings,
        boolean item,
        Set<String> run,
        boolean round,
        boolean outcome) {
    /** The top of a flow. */
    static Scope ofFlow(Set<String> params) {
        return new Scope(params, Set.of(), false, Set.of(), false, false);
    }

    /** The top of a template: nothing around it can be seen but the arguments of the run. */
    Scope inTemplate(Set<String> own) {
        return new Scope(/* params= */ own, Set.of(), false, /* run= */ params, false, false);
    }

    Scope inGraph(Set<String> names) {
        return new Scope(params, names, item, run, round, outcome);
    }

    Scope inRound() {
        return new Scope(params, siblings, item, run, true, outcome);
    }

    /**
     * Within a foreach.
     *
     * @param graph whether the foreach itself stands in a graph
     */
    Scope inForEach(boolean graph) {
        return new Scope(params, graph ? siblings : Set.of(), true, run, round, outcome);
    }

    /** Without siblings. */
    Scope alone() {
        return new Scope(params, Set.of(), item, run, round, outcome);
    }

    /** In a hook. */
    Scope afterwards() {
        return new Scope(params, siblings, item, run, round, true);
    }
}
