package dev.headrace.engine.run;

import dev.headrace.spec.flow.Call;
import dev.headrace.spec.flow.ForEach;
import dev.headrace.spec.flow.ForEach.Collect;
import dev.headrace.spec.flow.Graph;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.flow.Wait;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a node comes to when all of it is over. */
final class Closure {
    private Closure() {}

    static Outcome outcome(TreeEdit tree, NodePath path) {
        NodeState node = tree.node(path);
        if (node.phase() instanceof Phase.Closing(Outcome outcome)) {
            return outcome;
        }
        return new Outcome.Succeeded(
                switch (node.spec()) {
                    case Graph _ -> lastOnes(tree, node);
                    case ForEach each -> inOrder(tree, node, each.collect());
                    case Call _ -> only(tree, node);
                    case Task _, Wait _ ->
                            throw new IllegalStateException(
                                    "the journal is corrupt: " + path + " is not over");
                });
    }

    /** A graph gives what its last children gave, by name. */
    private static Value lastOnes(TreeEdit tree, NodeState graph) {
        Map<String, Value> members = new LinkedHashMap<>();
        for (var child : graph.family().children()) {
            NodeState node = tree.node(child.value());
            if (node.dependents().isEmpty()) {
                members.put(node.path().key(), value(node));
            }
        }
        return Json.object(members);
    }

    /** A ForEach gives what its items gave, in their order. */
    private static Value inOrder(TreeEdit tree, NodeState each, Collect collect) {
        List<Value> items = new ArrayList<>(each.family().children().size());
        for (var child : each.family().children()) {
            NodeState item = tree.node(child.value());
            if (item.succeeded() || collect == Collect.NULLS) {
                items.add(value(item));
            }
        }
        return Json.list(items);
    }

    /** A call gives what its last round gave. */
    private static Value only(TreeEdit tree, NodeState call) {
        return value(tree.node(call.family().children().first().orElseThrow().value()));
    }

    private static Value value(NodeState node) {
        return node.phase() instanceof Phase.Settled(Outcome.Succeeded(Value value))
                ? value
                : Value.NULL;
    }
}
