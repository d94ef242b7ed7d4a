package dev.headrace.frontends.yaml;

import dev.headrace.spec.flow.FlowSpec;
import dev.headrace.spec.flow.Graph;
import dev.headrace.spec.flow.Hook;
import dev.headrace.spec.flow.Hook.On;
import dev.headrace.spec.flow.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what follows a task, or the flow. */
final class HookReader {
    private final NodeReader nodes;

    HookReader(NodeReader nodes) {
        this.nodes = nodes;
    }

    /**
     * What follows this node.
     *
     * @param inside what can be referred to in the node itself
     */
    List<Hook> hooks(Members members, Optional<Node> node, Scope inside) {
        if (!members.has(Key.FINALLY) && !members.has(Key.HOOKS)) {
            return List.of();
        }
        Scope scope =
                (node.orElse(null) instanceof Graph graph
                                ? inside.inGraph(graph.children().keySet())
                                : inside.alone())
                        .afterwards();
        List<Hook> hooks = new ArrayList<>();
        members.get(Key.HOOKS)
                .ifPresent(_ -> {
                    for (YamlMap.Entry entry : members.entries(Key.HOOKS, "hooks by name")) {
                        hooks.add(named(entry, scope));
                    }
                });
        members.get(Key.FINALLY)
                .ifPresent(yaml -> {
                    if (hooks.stream().anyMatch(hook -> hook.name().equals(Hook.FINALLY))) {
                        throw Complaint.of(
                                yaml.place(),
                                "HR-0108",
                                "'finally' stands here and among the hooks",
                                "a hook has a name of its own",
                                "give the one among the hooks another name");
                    }
                    hooks.add(
                            new Hook(Hook.FINALLY, On.ENDED, nodes.following(yaml, scope, false)));
                });
        return Complaint.placed(members.place(Key.HOOKS), () -> List.copyOf(bounded(hooks)));
    }

    private static List<Hook> bounded(List<Hook> hooks) {
        if (hooks.size() > Hook.HOOKS_MAX) {
            throw new IllegalArgumentException(
                    hooks.size() + " hooks; at most " + Hook.HOOKS_MAX + " follow one task");
        }
        return hooks;
    }

    private Hook named(YamlMap.Entry entry, Scope scope) {
        String name = Scalars.text(entry.key(), "the name of a hook");
        if (!FlowSpec.isName(name)) {
            throw Complaint.badName(entry.key(), "a hook");
        }
        if (!(entry.value() instanceof YamlMap map)) {
            throw Complaint.wanted(entry.value(), "a task with 'on': for which outcomes");
        }
        On on =
                map.get(Key.ON.word())
                        .map(yaml -> RulesReader.word(yaml, On.values()))
                        .orElseThrow(() ->
                                Complaint.missing(map.place(), Key.ON.word(), Key.ON.about()));
        return new Hook(name, on, nodes.following(map, scope, true));
    }
}
