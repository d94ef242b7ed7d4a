package dev.headrace.engine.explain;

import dev.headrace.engine.run.NodeState;
import dev.headrace.engine.run.Tree;
import dev.headrace.spec.flow.Call;
import dev.headrace.spec.run.NodePath;
import java.util.Optional;

/** Says of a call of a template where it stands. */
final class ExplainCalls {
    private ExplainCalls() {}

    /** One that is under way; empty for what is no call. */
    static Optional<Explanation> open(Tree tree, NodeState node) {
        if (!(node.spec() instanceof Call call)) {
            return Optional.empty();
        }
        Optional<NodePath> child = round(node);
        String where =
                call.repeat().isPresent()
                        ? " is in round "
                                + rounds(tree, node)
                                + (call.repeat().get().until().isPresent()
                                        ? " of at most "
                                        : " of ")
                                + call.repeat().get().max()
                                + " of "
                        : " is under way: it calls ";
        return Optional.of(
                new Explanation(
                        Explain.name(node.path()) + where + call.template() + ".",
                        child.map(path -> "its part " + path + " has a why of its own")
                                .orElse("")));
    }

    /** How many rounds it took; empty for what is not repeated. */
    static Optional<String> after(Tree tree, NodeState node) {
        return node.spec() instanceof Call call && call.repeat().isPresent()
                ? Optional.of(
                        round(node).isEmpty()
                                ? ""
                                : ", after " + Explain.count(rounds(tree, node), "round"))
                : Optional.empty();
    }

    private static int rounds(Tree tree, NodeState node) {
        return round(node)
                .flatMap(tree::find)
                .flatMap(NodeState::frame)
                .map(frame -> frame.round() + 1)
                .orElse(0);
    }

    private static Optional<NodePath> round(NodeState node) {
        return node.family().children().first().map(entry -> entry.value());
    }
}
