package dev.headrace.spec.flow;

/** Everything has a limit. */
final class Limits {
    private Limits() {}

    static void check(Node root, int templates) {
        if (templates > FlowSpec.TEMPLATES_MAX) {
            throw new InvalidSpec(
                    Problem.at("", "HR-0105", templates + " tasks in one flow")
                            .because("a flow has at most " + FlowSpec.TEMPLATES_MAX)
                            .mend("split the flow"));
        }
        deep(root);
    }

    /** What follows a node is as deep as a flow may be at most. */
    static void hooks(Rules rules) {
        rules.hooks().forEach(hook -> deep(hook.body()));
    }

    private static void deep(Node root) {
        int depth = depth(root);
        if (depth > FlowSpec.DEPTH_MAX) {
            throw new InvalidSpec(
                    Problem.at("", "HR-0105", "nodes within nodes, " + depth + " deep")
                            .because("a flow is at most " + FlowSpec.DEPTH_MAX + " deep")
                            .mend("take a level out"));
        }
    }

    private static int depth(Node node) {
        return switch (node) {
            case Task _, Call _, Wait _ -> 1;
            case ForEach each -> 1 + depth(each.body());
            case Graph graph ->
                    1
                            + graph.children().values().stream()
                                    .mapToInt(child ->
                                            Math.max(depth(child.node()), hooked(child.rules())))
                                    .max()
                                    .orElse(0);
        };
    }

    private static int hooked(Rules rules) {
        return rules.hooks().isEmpty()
                ? 0
                : 1 + rules.hooks().stream().mapToInt(hook -> depth(hook.body())).max().orElse(0);
    }
}
