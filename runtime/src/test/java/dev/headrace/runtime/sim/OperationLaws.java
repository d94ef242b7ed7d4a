package dev.headrace.runtime.sim;

import dev.headrace.engine.run.NodeState;
import dev.headrace.engine.run.Phase;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunState;
import dev.headrace.engine.run.Tree;
import dev.headrace.spec.flow.Result;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.RunId;
import dev.headrace.spi.store.EventStore.Batch;
import dev.headrace.spi.worker.Stop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What must hold of what people do to runs by hand. */
final class OperationLaws {
    private OperationLaws() {}

    /** Between a pause and its end nothing is given to a worker, and no body gets its cpus back. */
    static final class NothingBeginsWhilePaused extends Law {
        private final Set<RunId> paused = new TreeSet<>();

        NothingBeginsWhilePaused(World world) {
            super(world);
        }

        @Override
        void happened(Step step) {
            switch (step.event()) {
                case RunEvent.RunPaused _ -> {
                    paused.add(step.run());
                    if (!step.after().tree().ready().isEmpty()) {
                        world.counters.add("paused while a task was ready");
                    }
                }
                case RunEvent.RunUnpaused _, RunEvent.RunFinished _, RunEvent.CancelRequested _ ->
                        paused.remove(step.run());
                case RunEvent.AttemptPlaced _, RunEvent.AttemptResumed _, RunEvent.AwaitLapsed _ ->
                        check(!paused.contains(step.run()), step.event(), " in a paused run");
                case RunEvent.AttemptEnded _ -> {
                    if (paused.contains(step.run())) {
                        world.counters.add("attempt ended in a paused run");
                    }
                }
                default -> {}
            }
        }
    }

    /** What is held does not begin until it is released. */
    static final class NothingHeldBegins extends Law {
        private final Set<String> held = new TreeSet<>();

        NothingHeldBegins(World world) {
            super(world);
        }

        @Override
        void happened(Step step) {
            switch (step.event()) {
                case RunEvent.NodeHeld(var node, _, _) -> held.add(step.run() + " " + node);
                case RunEvent.NodeReleased(var node, _, _) -> {
                    held.remove(step.run() + " " + node);
                    if (step.after().tree().node(node).phase() instanceof Phase.Ready) {
                        world.counters.add("released when it could begin");
                    }
                }
                case RunEvent.AttemptPlaced(var attempt, _) ->
                        free(step.run(), attempt.node(), step.event());
                case RunEvent.GraphOpened(var graph) -> free(step.run(), graph, step.event());
                case RunEvent.ItemsExpanded(var each, _) -> free(step.run(), each, step.event());
                case RunEvent.NodeMarked(var node, _, _, _) -> held.remove(step.run() + " " + node);
                case RunEvent.NodeSkipped(var node, _, _) -> held.remove(step.run() + " " + node);
                case RunEvent.NodeCancelled(var node, _) -> held.remove(step.run() + " " + node);
                case RunEvent.NodeFailed(var node, _) -> held.remove(step.run() + " " + node);
                default -> {}
            }
        }

        private void free(RunId run, NodePath node, RunEvent event) {
            check(!held.contains(run + " " + node), event, ", which is held");
        }
    }

    /** In a generation that began with a plan, nothing runs but what the plan says. */
    static final class PlanIsKept extends Law {
        private final Map<RunId, RunEvent.Reset> plans = new HashMap<>();

        PlanIsKept(World world) {
            super(world);
        }

        @Override
        void happened(Step step) {
            if (step.event() instanceof RunEvent.RunContinued) {
                plans.remove(step.run());
            }
            if (step.event() instanceof RunEvent.RunReopened(_, _, _, var reset)) {
                plans.remove(step.run());
                reset.ifPresent(plan -> plans.put(step.run(), plan));
                reset.ifPresent(plan -> followed(plan, ((RunState.Begun) step.before()).tree()));
                reset.ifPresent(plan ->
                        world.counters.add(
                                plan.scratch().isEmpty()
                                        ? "retried what had failed"
                                        : "run again from a node"));
            } else if (step.event() instanceof RunEvent.AttemptPlaced(var attempt, _)
                    && plans.containsKey(step.run())) {
                RunEvent.Reset plan = plans.get(step.run());
                check(
                        plan != null && planned(plan, step.after().tree(), attempt.node()),
                        attempt,
                        " is not in ",
                        plan);
            }
        }

        /** Who needs something that runs again runs again. */
        private void followed(RunEvent.Reset plan, Tree tree) {
            for (var entry : tree.nodes()) {
                NodeState node = entry.value();
                for (NodePath need : node.needs()) {
                    if (tree.has(node)
                            && (plan.kept().contains(need) || plan.scratch().contains(need))) {
                        check(
                                planned(plan, tree, node.path()),
                                node.path(),
                                " needs ",
                                need,
                                ", which runs again, and is not in ",
                                plan);
                    }
                }
            }
        }

        private static boolean planned(RunEvent.Reset plan, Tree tree, NodePath path) {
            Optional<NodePath> at = Optional.of(path);
            boolean itself = true;
            while (at.isPresent()) {
                NodeState node = tree.node(at.get());
                if (plan.scratch().contains(at.get())
                        || (plan.kept().contains(at.get())
                                && (itself
                                        || node.spec() instanceof Task
                                        || neverOpened(plan, tree, node)))) {
                    return true;
                }
                itself = at.get().key().startsWith(":"); // a hook follows what is in the plan
                at = node.parent();
            }
            return false;
        }

        /** A graph that had not opened is asked for as a whole. */
        private static boolean neverOpened(RunEvent.Reset plan, Tree tree, NodeState node) {
            for (var child : node.family().children()) {
                if (plan.kept().contains(child.value()) || plan.scratch().contains(child.value())) {
                    return false;
                }
            }
            return tree.has(node);
        }
    }

    /** A node of which somebody said what it came to never begins until it is to run again. */
    static final class MarksAreKept extends Law {
        private final Map<RunId, Map<NodePath, Outcome>> marks = new TreeMap<>();

        MarksAreKept(World world) {
            super(world);
        }

        @Override
        void happened(Step step) {
            Map<NodePath, Outcome> said = marks.computeIfAbsent(step.run(), _ -> new TreeMap<>());
            switch (step.event()) {
                case RunEvent.NodeMarked(var node, var outcome, _, _) -> {
                    said.put(node, outcome);
                    world.counters.add(
                            "marked as " + Result.of(outcome).toString().toLowerCase(Locale.ROOT));
                    if (step.after().tree().node(node).family().open() > 0) {
                        world.counters.add("marked while something it called was open");
                    }
                }
                case RunEvent.RunContinued _ -> said.clear();
                case RunEvent.RunReopened(_, _, _, var reset) -> {
                    Tree tree = ((RunState.Begun) step.before()).tree();
                    said.entrySet() // its hooks may have made something else of it
                            .removeIf(mark ->
                                    tree.find(mark.getKey())
                                            .flatMap(NodeState::outcome)
                                            .filter(came -> !came.equals(mark.getValue()))
                                            .isPresent());
                    again(said, reset);
                }
                case RunEvent.TaskReset(var task) -> said.remove(task);
                case RunEvent.HooksOpened opened ->
                        opened.hooks().forEach(name -> forget(said, opened.node(), name));
                case RunEvent.AttemptPlaced(var attempt, _) -> {
                    for (NodePath above : upwards(step.after().tree(), attempt.node())) {
                        check(
                                !said.containsKey(above),
                                step.event(),
                                " within ",
                                above,
                                ", marked");
                    }
                }
                case RunEvent.RunFinished _ ->
                        said.forEach((node, outcome) ->
                                check(
                                        step.after()
                                                .tree()
                                                .find(node) // rounds that are over are gone
                                                .map(there ->
                                                        came(there).equals(outcome)
                                                                || !there.family()
                                                                        .handlers()
                                                                        .isEmpty())
                                                .orElse(true),
                                        node,
                                        " was said to have come to ",
                                        outcome));
                default -> {}
            }
        }

        /** A hook that follows again begins from scratch. */
        private static void forget(Map<NodePath, Outcome> said, NodePath node, String name) {
            String hook = node.child(":" + name).text();
            said.keySet()
                    .removeIf(
                            path -> path.text().equals(hook) || path.text().startsWith(hook + "/"));
        }

        private static Outcome came(NodeState node) {
            return node.outcome().orElseThrow();
        }

        private static void again(Map<NodePath, Outcome> said, Optional<RunEvent.Reset> reset) {
            if (reset.isEmpty()) {
                said.values().removeIf(outcome -> !(outcome instanceof Outcome.Succeeded));
            } else {
                said.keySet().removeIf(node -> within(node, reset.get()));
            }
        }

        private static boolean within(NodePath node, RunEvent.Reset reset) {
            return reset.kept().contains(node)
                    || reset.scratch().stream()
                            .anyMatch(top ->
                                    top.isRoot()
                                            || node.equals(top)
                                            || node.text().startsWith(top.text() + "/")
                                            || node.text().startsWith(top.text() + "["));
        }

        private static List<NodePath> upwards(Tree tree, NodePath path) {
            List<NodePath> all = new ArrayList<>();
            Optional<NodePath> at = Optional.of(path);
            while (at.isPresent()) {
                all.add(at.get());
                at =
                        at.get().key().startsWith(":")
                                ? Optional.empty() // it follows what was marked
                                : tree.node(at.get()).parent();
            }
            return all;
        }
    }

    /** Once a run is cancelled hard, nothing of it that a worker has gets any time. */
    static final class KilledAtOnce extends Law {
        private final Map<RunId, Set<AttemptId>> spared = new TreeMap<>();
        private final Map<RunId, Long> batch = new TreeMap<>();
        private long batches;

        KilledAtOnce(World world) {
            super(world);
        }

        @Override
        void happened(Step step) {
            if (step.event() instanceof RunEvent.CancelRequested(_, _, boolean hard) && hard) {
                world.counters.add("cancelled hard");
                spared.put(step.run(), new LinkedHashSet<>());
                batch.put(step.run(), batches);
                for (var entry : step.after().tree().nodes()) {
                    if (entry.value().phase() instanceof Phase.Stopping(int number, _, _)) {
                        spared(step.run()).add(new AttemptId(entry.key(), number));
                    }
                }
            } else if (step.event() instanceof RunEvent.AttemptEnded(var attempt, _)) {
                boolean atOnce = Long.valueOf(batches).equals(batch.get(step.run()));
                check(!spared(step.run()).remove(attempt) || atOnce, attempt, " was not killed");
            } else if (step.event() instanceof RunEvent.OwnerChanged) {
                spared.remove(step.run()); // what the new owner finds, it is told to end otherwise
            }
        }

        @Override
        void kept(Batch kept, List<RunEvent> events, Controller writer) {
            batches++;
        }

        private Set<AttemptId> spared(RunId run) {
            return spared.getOrDefault(run, new LinkedHashSet<>());
        }

        @Override
        void stopped(SimWorker worker, Stop stop) {
            boolean hard =
                    world.book.page(stop.run()).state instanceof RunState.Cancelling run
                            && run.hard();
            if (hard) {
                check(stop.grace().isZero(), stop, " of a run that was cancelled hard");
                spared(stop.run()).remove(stop.attempt());
            }
        }
    }

    /** Whatever people did says who it was. */
    static final class OperationsAreSigned extends Law {
        OperationsAreSigned(World world) {
            super(world);
        }

        @Override
        void happened(Step step) {
            if (step.event() instanceof RunEvent.ByHand byHand) {
                check(!byHand.who().isEmpty(), step.event(), " by nobody");
            }
        }
    }
}
