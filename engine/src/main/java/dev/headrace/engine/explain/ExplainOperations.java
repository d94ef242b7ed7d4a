package dev.headrace.engine.explain;

import dev.headrace.engine.run.NodeState;
import dev.headrace.engine.run.Phase;
import dev.headrace.engine.run.RunState;
import dev.headrace.engine.run.Tree;

/** Says what people outside have done to a run, or to a node of it. */
final class ExplainOperations {
    private ExplainOperations() {}

    static Explanation paused(RunState.Paused run) {
        return new Explanation(
                "The run is paused by "
                        + run.who()
                        + Explain.reason(run.why())
                        + ": nothing begins; "
                        + Explain.count(run.tree().live(), "attempt")
                        + " under way, "
                        + Explain.count(run.tree().ready().size(), "task")
                        + " held back.",
                goOn(run));
    }

    private static boolean begins(Phase phase) {
        return phase instanceof Phase.Ready || phase instanceof Phase.Looking;
    }

    /** A node that would begin if the run were not paused. */
    static Explanation heldBack(RunState.Paused run, NodeState node) {
        return new Explanation(
                Explain.name(node.path())
                        + " waits because "
                        + run.who()
                        + " has paused the run"
                        + Explain.reason(run.why())
                        + ".",
                goOn(run));
    }

    /** A node that somebody does not want to begin. */
    static Explanation held(RunState.Begun run, NodeState node, Tree.Hold hold) {
        return new Explanation(
                Explain.name(node.path())
                        + " is held by "
                        + hold.who()
                        + Explain.reason(hold.why())
                        + (begins(node.phase()) ? "." : "; it could not begin yet."),
                "headrace release " + run.head().run() + " " + node.path());
    }

    /** A node that has succeeded, or of which somebody says so. */
    static Explanation succeeded(RunState.Begun run, NodeState node) {
        String name = Explain.name(node.path());
        return run.tree()
                .hands()
                .marks()
                .get(node.path())
                .map(mark ->
                        new Explanation(
                                name
                                        + " counts as succeeded: "
                                        + mark.who()
                                        + " said so"
                                        + Explain.reason(mark.why())
                                        + ".",
                                "headrace rerun "
                                        + run.head().run()
                                        + " --from "
                                        + node.path()
                                        + " runs it"))
                .orElseGet(() -> ExplainCache.succeeded(run, node));
    }

    private static String goOn(RunState.Paused run) {
        return "headrace resume " + run.head().run() + " goes on";
    }
}
