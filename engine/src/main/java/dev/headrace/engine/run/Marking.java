package dev.headrace.engine.run;

import dev.headrace.spec.flow.Call;
import dev.headrace.spec.flow.ForEach;
import dev.headrace.spec.flow.Graph;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.flow.Wait;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Value;
import java.util.Optional;

/** What may be said of a node by hand, and what it means. */
final class Marking {
    private Marking() {}

    /**
     * Why this cannot be its output. What there was before tells its type; a ForEach gives a list,
     * a graph an object; nothing may stand for anything.
     */
    static Optional<String> unfit(NodeState node, Mark mark) {
        if (!(mark instanceof Mark.Output(Value value))) {
            return Optional.empty();
        }
        ValueKind is = ValueKind.of(value);
        ValueKind was =
                switch (node.spec()) {
                    case ForEach _ -> ValueKind.LIST;
                    case Graph _ -> ValueKind.OBJECT;
                    case Task _, Call _, Wait _ ->
                            node.outcome().orElse(null) instanceof Outcome.Succeeded(Value before)
                                    ? ValueKind.of(before)
                                    : ValueKind.NOTHING;
                };
        return was == is || was == ValueKind.NOTHING || is == ValueKind.NOTHING
                ? Optional.empty()
                : Optional.of(
                        "the output of "
                                + node.path()
                                + " is "
                                + was.words()
                                + ", and "
                                + ValueKind.brief(value)
                                + " is "
                                + is.words());
    }

    /** Nothing that it had called goes on. */
    static void tell(Story story, RunEvent.NodeMarked marked) {
        story.tell(marked);
        Stopping.below(story, marked.node(), StopReason.PARENT);
        Advance.run(story);
    }

    static void apply(TreeEdit tree, RunEvent.NodeMarked marked) {
        NodeState node = tree.node(marked.node());
        tree.mark(marked.node(), Optional.of(new Tree.Hold(marked.who(), marked.why())));
        if (node.settled()) {
            // of an earlier life of the body that will call it again
            tree.settleAnew(marked.node(), marked.outcome());
            return;
        }
        tree.put(node.with(node.family().looked()));
        if (node.family().open() > 0 || node.tally().begun()) {
            tree.over(marked.node(), marked.outcome());
        } else {
            tree.settle(marked.node(), marked.outcome()); // nothing follows what never began
        }
    }
}
