package dev.headrace.runtime.sim;

import dev.headrace.engine.run.NodeState;
import dev.headrace.engine.run.Phase;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunState;
import dev.headrace.engine.run.StopReason;
import dev.headrace.spec.flow.Hook;
import dev.headrace.spec.flow.Result;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.RunId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What must hold of what follows a node. */
final class HookLaws {
    private HookLaws() {}

    private static String key(RunId run, NodePath node) {
        return run + " " + node;
    }

    private static boolean below(NodePath path) {
        return path.text().startsWith(":") || path.text().contains("/:");
    }

    private static boolean hard(RunState run) {
        return run instanceof RunState.Cancelling cancelling && cancelling.hard();
    }

    /**
     * Whatever is over and was not ended by force has been followed by its hooks, just those for
     * what it came to, once in each life; and they do not hide what it came to.
     */
    static final class HooksFollow extends Law {
        private final Map<String, Outcome> opened = new TreeMap<>();
        private final Set<String> begun = new HashSet<>();
        private final Set<String> reopened = new HashSet<>();

        HooksFollow(World world) {
            super(world);
        }

        @Override
        void happened(Step step) {
            switch (step.event()) {
                case RunEvent.AttemptPlaced(var attempt, _) ->
                        begun.add(key(step.run(), attempt.node()));
                case RunEvent.GraphOpened(var graph) -> begun.add(key(step.run(), graph));
                case RunEvent.ItemsExpanded(var each, _) -> begun.add(key(step.run(), each));
                case RunEvent.CallOpened(var call, _, _) -> begun.add(key(step.run(), call));
                case RunEvent.WaitBegan(var wait, _, _) -> begun.add(key(step.run(), wait));
                case RunEvent.HooksOpened(var node, var hooks, _, _) ->
                        opened(step.run(), step.before(), step.after(), node, hooks);
                case RunEvent.NodeMarked(var node, _, _, _)
                        when !began(((RunState.Begun) step.before()).tree().node(node)) -> {}
                case RunEvent.Settling settling -> over(step.run(), step.after(), settling.node());
                case RunEvent.TaskReset(var task) -> forget(key(step.run(), task));
                case RunEvent.TasksSpawned(var body, var calls) ->
                        calls.forEach(
                                call -> forget(key(step.run(), body.node().child(call.key()))));
                case RunEvent.RunReopened _ -> reopened(step.run(), step.after());
                case RunEvent.RunContinued _ -> {
                    opened.keySet().removeIf(key -> key.startsWith(step.run().text()));
                    begun.removeIf(key -> key.startsWith(step.run().text()));
                }
                default -> {}
            }
        }

        private static boolean began(NodeState node) {
            return !node.settled() && node.tally().failures() + node.tally().losses() > 0;
        }

        private void forget(String key) {
            opened.remove(key);
            begun.remove(key);
        }

        private void reopened(RunId run, RunState.Begun after) {
            for (var entry : after.tree().nodes()) {
                if (!entry.value().settled() || !after.tree().has(entry.value())) {
                    String key = key(run, entry.key());
                    if (opened.containsKey(key)) {
                        reopened.add(key);
                    }
                    forget(key);
                }
            }
        }

        private void opened(
                RunId run,
                RunState before,
                RunState.Begun after,
                NodePath path,
                List<String> hooks) {
            NodeState node = ((RunState.Begun) before).tree().node(path);
            Outcome own = ((Phase.Closing) after.tree().node(path).phase()).outcome();
            check(!hard(before), path, " is followed though all of it shall end");
            check(node.family().open() == 0, path, " is followed before it is over");
            check(opened.put(key(run, path), own) == null, path, " is followed twice");
            check(hooks.equals(wanted(node, own)), path, " is followed by ", hooks);
            check(
                    !(own instanceof Outcome.Cancelled)
                            || path.isRoot()
                            || !(node.spec() instanceof Task)
                            || begun.contains(key(run, path)),
                    path,
                    " is followed though it never began");
            hooks.forEach(name -> forget(key(run, path.child(":" + name))));
            if (before instanceof RunState.Cancelling) {
                world.counters.add("hook follows in a cancelled run");
            }
            if (reopened.remove(key(run, path))) {
                world.counters.add("hook follows again");
            }
        }

        private static List<String> wanted(NodeState node, Outcome own) {
            return node.rules().hooks().stream()
                    .filter(hook -> hook.on().matches(Result.of(own)))
                    .map(Hook::name)
                    .toList();
        }

        /** What follows a run, follows the last of its generations. */
        private static boolean goesOn(RunState.Begun run, NodePath path, Outcome came) {
            return path.isRoot()
                    && came instanceof Outcome.Succeeded
                    && run.head().history().next().isPresent();
        }

        private void over(RunId run, RunState.Begun after, NodePath path) {
            NodeState node = after.tree().node(path);
            if (!node.settled() || node.rules().hooks().isEmpty()) {
                return;
            }
            Outcome came = node.outcome().orElseThrow();
            Outcome own = opened.get(key(run, path));
            if (own == null) {
                check(
                        hard(after)
                                || wanted(node, came).isEmpty()
                                || goesOn(after, path, came)
                                || (came instanceof Outcome.Cancelled
                                        && !path.isRoot()
                                        && !begun.contains(key(run, path))),
                        path,
                        " is over and nothing has followed it: ",
                        came);
                return;
            }
            boolean wrong = false;
            for (var entry : node.family().handlers()) {
                NodeState hook = after.tree().node(entry.value());
                check(hook.settled(), path, " is over before ", hook.path());
                Outcome hooks = hook.outcome().orElseThrow();
                wrong |= hooks instanceof Outcome.Failed || hooks instanceof Outcome.Cancelled;
            }
            if (own instanceof Outcome.Succeeded) {
                check(wrong != node.succeeded(), path, " came to ", came, " with its hooks");
                if (wrong && came instanceof Outcome.Failed) {
                    world.counters.add("hook failed and its node with it");
                }
            } else {
                check(came.equals(own), path, " came to ", own, ", and then to ", came);
                if (wrong && own instanceof Outcome.Failed) {
                    world.counters.add("hook failed beside a failure");
                }
            }
        }
    }

    /** Once a run is cancelled only what cleans up begins, and nothing ends that but force. */
    static final class OnlyCleanupGoesOn extends Law {
        OnlyCleanupGoesOn(World world) {
            super(world);
        }

        @Override
        void happened(Step step) {
            switch (step.event()) {
                case RunEvent.AttemptPlaced(var attempt, _)
                        when step.before() instanceof RunState.Cancelling -> {
                    check(below(attempt.node()), attempt, " begins in a cancelled run");
                    check(!hard(step.before()), attempt, " begins though all of it shall end");
                }
                case RunEvent.AttemptStopping(var attempt, StopReason reason)
                        when below(attempt.node()) -> {
                    check(
                            reason != StopReason.CANCEL || hard(step.before()),
                            attempt,
                            " is stopped though it cleans up");
                    if (reason == StopReason.CANCEL) {
                        world.counters.add("hook ended by force");
                    } else if (reason == StopReason.OVERTIME) {
                        world.counters.add("hook ended, its time was over");
                    }
                }
                default -> {}
            }
        }
    }
}
