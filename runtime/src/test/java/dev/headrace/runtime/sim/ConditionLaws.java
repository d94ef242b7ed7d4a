package dev.headrace.runtime.sim;

import dev.headrace.engine.run.NodeState;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunState;
import dev.headrace.spec.flow.Expr;
import dev.headrace.spec.flow.Input;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Outcome.Skipped.Reason;
import dev.headrace.spec.run.RunId;
import dev.headrace.spec.run.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What must hold of conditions. */
final class ConditionLaws {
    private ConditionLaws() {}

    /** A condition is asked once in each generation, truly, and what begins has been let. */
    static final class ConditionsAreKept extends Law {
        private final Map<String, Boolean> answers = new TreeMap<>();

        ConditionsAreKept(World world) {
            super(world);
        }

        @Override
        void happened(Step step) {
            switch (step.event()) {
                case RunEvent.ConditionAnswered(var node, boolean holds) -> {
                    Boolean earlier = answers.put(step.run() + " " + node, holds);
                    check(earlier == null, node, " was asked twice");
                    check(
                            holds == truth(step.after(), node),
                            node,
                            " was answered wrongly: ",
                            holds);
                    world.counters.add("condition " + (holds ? "holds" : "does not hold"));
                }
                case RunEvent.NodeSkipped(var node, _, var reason)
                        when reason == Reason.CONDITION ->
                        check(
                                Boolean.FALSE.equals(answers.get(step.run() + " " + node)),
                                node,
                                " was skipped for a condition that nobody asked");
                case RunEvent.NodeFailed(_, var failure)
                        when failure.type().equals("BadCondition") ->
                        world.counters.add("condition wrong");
                case RunEvent.AttemptPlaced(var attempt, _) ->
                        let(step.run(), step.after(), attempt.node());
                case RunEvent.GraphOpened(var graph) -> let(step.run(), step.after(), graph);
                case RunEvent.ItemsExpanded(var each, _) -> let(step.run(), step.after(), each);
                case RunEvent.RunReopened _ ->
                        answers.keySet()
                                .removeIf(key ->
                                        key.startsWith(step.run() + " ")
                                                && !succeeded(
                                                        step.after(),
                                                        key.substring(key.indexOf(' ') + 1)));
                default -> {}
            }
        }

        private static boolean succeeded(RunState.Begun run, String path) {
            return run.tree()
                    .find(new NodePath(path))
                    .filter(node -> node.succeeded() && run.tree().has(node))
                    .isPresent();
        }

        private void let(RunId run, RunState.Begun after, NodePath path) {
            if (after.tree().node(path).rules().when().isPresent()) {
                check(
                        Boolean.TRUE.equals(answers.get(run + " " + path)),
                        path,
                        " began without its condition");
            }
        }

        private static boolean truth(RunState.Begun run, NodePath path) {
            NodeState node = run.tree().node(path);
            Expr when = node.rules().when().orElseThrow();
            List<Value> values = new ArrayList<>();
            for (Input input : when.names().values()) {
                values.add(value(run, node, input).orElse(Value.NULL));
            }
            return Lists.holds(when, values);
        }

        private static Optional<Value> value(RunState.Begun run, NodeState node, Input input) {
            return switch (input) {
                case Input.FromArgument(var name) ->
                        Optional.ofNullable(
                                node.frame()
                                        .map(NodeState.Frame::arguments)
                                        .orElse(run.head().arguments())
                                        .get(name));
                case Input.FromRun(var name) ->
                        Optional.ofNullable(run.head().arguments().get(name));
                case Input.FromRound _, Input.RoundNumber _ -> Optional.empty();
                case Input.FromNode(var name, _) ->
                        run.tree()
                                                .node(node.parent().orElseThrow().child(name))
                                                .outcome()
                                                .orElse(null)
                                        instanceof Outcome.Succeeded(Value value)
                                ? Optional.of(value)
                                : Optional.empty();
                case Input.Literal(var value) -> Optional.of(value);
                case Input.FromItem _ -> node.item();
                case Input.FromOutcome _ -> node.fixed().outcome();
            };
        }
    }
}
