package dev.headrace.engine.run;

import dev.headrace.spec.flow.Hook;
import dev.headrace.spec.flow.Result;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What follows a node: opened when its work and all that it called are over, and before it settles.
 * A hook that fails makes a node fail that succeeded, and never hides what a node failed with.
 */
public final class Hooks {
    /** How long a hook may take as a whole where nothing is said. */
    public static final Duration LIMIT = Duration.ofHours(1);

    /** The same, once the run is being cancelled. */
    public static final Duration GRACE = Duration.ofSeconds(60);

    private static final String UNFOLLOWED =
            "it had ended, but what was to follow it was left out: the run was cancelled at once";

    private static final String MARK = ":";

    private Hooks() {}

    static NodePath path(NodePath node, String hook) {
        return node.child(MARK + hook);
    }

    /** Whether a node beside the work of its parent: what is not among the children. */
    static boolean beside(NodePath path) {
        return path.text().startsWith(MARK, path.text().lastIndexOf('/') + 1);
    }

    /**
     * Whether hooks are to follow a node that comes to this. What was cancelled before it had begun
     * has none; a run has begun with its first event.
     */
    static boolean due(NodeState node, Outcome outcome) {
        return !node.rules().hooks().isEmpty()
                && node.family().handlers().isEmpty()
                && (!(outcome instanceof Outcome.Cancelled) || begun(node))
                && node.rules().hooks().stream()
                        .anyMatch(hook -> hook.on().matches(Result.of(outcome)));
    }

    private static boolean begun(NodeState node) {
        return switch (node.phase()) {
            case Phase.Waiting _,
                    Phase.Doomed _,
                    Phase.Eligible _,
                    Phase.Looking _,
                    Phase.Ready _ ->
                    node.path().isRoot() || node.tally().begun();
            case Phase.Open _, Phase.Live _, Phase.BackingOff _, Phase.Asleep _, Phase.Closing _ ->
                    true;
            case Phase.Settled _ -> false;
        };
    }

    /** When a graph or a ForEach begins that has hooks. */
    static void begin(Story story, NodeState node) {
        if (!node.rules().hooks().isEmpty() && !story.tree().clocks().since().has(node.path())) {
            story.tell(new RunEvent.NodeBegan(node.path(), story.now()));
        }
    }

    /** What follows when its work is over, or its hooks are: hooks, or the end of it. */
    static void close(Story story, NodeState node) {
        if (node.rules().hooks().isEmpty()) {
            story.tell(new RunEvent.NodeSettled(node.path()));
            return;
        }
        Outcome outcome = Closure.outcome(new TreeEdit(story.tree()), node.path());
        if (node.path().isRoot() && Continuing.due(story, outcome)) {
            story.tell(new RunEvent.NodeSettled(node.path())); // followed when it is over for good
            return;
        }
        boolean due = due(node, outcome);
        if (due && !story.cancellingHard()) {
            open(story, node, outcome);
        } else if (due && outcome instanceof Outcome.Succeeded) {
            story.tell(new RunEvent.NodeCancelled(node.path(), UNFOLLOWED));
        } else if (outcome instanceof Outcome.Succeeded) {
            ended(story, node);
        } else {
            story.tell(new RunEvent.NodeSettled(node.path()));
        }
    }

    private static void open(Story story, NodeState node, Outcome outcome) {
        List<String> names =
                node.rules().hooks().stream()
                        .filter(hook -> hook.on().matches(Result.of(outcome)))
                        .map(Hook::name)
                        .toList();
        story.tell(
                new RunEvent.HooksOpened(
                        node.path(),
                        names,
                        Aftermath.of(story, node, outcome),
                        story.now().plus(limit(story))));
    }

    private static Duration limit(Story story) {
        return story.run() instanceof RunState.Cancelling ? GRACE : LIMIT;
    }

    /** It has succeeded; what its hooks came to may change that. */
    private static void ended(Story story, NodeState node) {
        for (var entry : node.family().handlers()) {
            NodeState hook = story.node(entry.value());
            switch (hook.outcome().orElseThrow()) {
                case Outcome.Failed(Failure failure) -> {
                    story.tell(new RunEvent.NodeFailed(node.path(), failed(hook, failure)));
                    return;
                }
                case Outcome.Cancelled(String why) -> {
                    story.tell(new RunEvent.NodeCancelled(node.path(), why));
                    return;
                }
                case Outcome.Succeeded _, Outcome.Lost _, Outcome.Skipped _ -> {}
            }
        }
        story.tell(new RunEvent.NodeSettled(node.path()));
    }

    /** Whether what the node came to tells already that this hook failed. */
    public static boolean saidBy(NodeState node, NodeState hook) {
        return node.outcome().orElse(null) instanceof Outcome.Failed(Failure said)
                && hook.outcome().orElse(null) instanceof Outcome.Failed(Failure failure)
                && said.kind() == Failure.Kind.UPSTREAM
                && said.message().equals(failed(hook, failure).message());
    }

    private static Failure failed(NodeState hook, Failure failure) {
        return new Failure(
                Failure.Kind.UPSTREAM,
                failure.type(),
                "its " + name(hook.path()) + " failed: " + failure.message(),
                failure.place(),
                failure.frames(),
                failure.traceback(),
                failure.exception(),
                failure.cause());
    }

    /** As it was written: {@code finally}. */
    static String name(NodePath hook) {
        return hook.key().substring(MARK.length());
    }

    /** Whether it has a limit of its own. */
    static boolean limited(Hook hook) {
        return hook.body() instanceof Task task && task.timeout().isPresent();
    }

    static void evolve(TreeEdit tree, RunState.Begun run, RunEvent.OfHooks event) {
        switch (event) {
            case RunEvent.NodeBegan(NodePath node, Instant at) -> tree.began(node, at);
            case RunEvent.HooksOpened opened -> opened(tree, run.head(), opened);
            case RunEvent.HookLimited(NodePath hook, Instant due) ->
                    tree.limit(hook, Optional.of(due));
        }
    }

    /** The hooks of a node begin to run, side by side. */
    private static void opened(TreeEdit tree, RunState.Head head, RunEvent.HooksOpened event) {
        NodePath path = event.node();
        tree.put(tree.node(path).with(new Phase.Closing(Closure.outcome(tree, path))));
        for (String name : event.hooks()) {
            Hook hook =
                    tree.node(path).rules().hooks().stream()
                            .filter(one -> one.name().equals(name))
                            .findFirst()
                            .orElseThrow(() ->
                                    new IllegalStateException(
                                            "the journal is corrupt: no hook " + name));
            NodePath added = path(path, name);
            Growing.beside(tree, head, path, added, hook.body(), event.outcome(), true);
            if (!limited(hook)) {
                tree.limit(added, Optional.of(event.due()));
            }
        }
    }

    static List<Effect> react(RunState state, RunEvent.OfHooks event) {
        return switch (event) {
            case RunEvent.NodeBegan _ -> List.of();
            case RunEvent.HookLimited(NodePath hook, Instant due) -> List.of(wake(hook, due));
            case RunEvent.HooksOpened opened ->
                    state instanceof RunState.Begun run
                            ? opened.hooks().stream()
                                    .map(name -> path(opened.node(), name))
                                    .filter(hook -> run.tree().clocks().due().has(hook))
                                    .<Effect>map(hook -> wake(hook, opened.due()))
                                    .toList()
                            : List.of();
        };
    }

    static Effect wake(NodePath hook, Instant due) {
        return new Effect.WakeAt(new Timer.HookDue(hook), due);
    }

    /** Whether anything of it is at work at a worker, or it sleeps as it should. */
    static boolean running(Tree tree, NodePath path) {
        NodeState node = tree.node(path);
        boolean atWork =
                node.phase() instanceof Phase.Live && !(node.phase() instanceof Phase.Parked);
        if (atWork || node.phase() instanceof Phase.Asleep) {
            return true;
        }
        for (var child : node.family().children()) {
            if (running(tree, child.value())) {
                return true;
            }
        }
        return false;
    }

    /** All of them that are under way have only so long from now on. */
    static void limit(Story story, Duration length) {
        Instant due = story.now().plus(length);
        for (var entry : story.tree().clocks().due()) {
            if (length.equals(LIMIT) || due.isBefore(entry.value())) {
                story.tell(new RunEvent.HookLimited(entry.key(), due));
            }
        }
    }

    /** Its time is over: what it does is stopped, and it has failed. */
    static void overdue(Story story, NodePath path) {
        NodeState hook = story.node(path);
        if (hook.phase() instanceof Phase.Live) {
            Stopping.one(story, hook, StopReason.OVERTIME);
        } else if (!(hook.phase() instanceof Phase.Closing(Outcome.Failed _))) {
            story.tell(new RunEvent.NodeFailed(path, tooLong(story)));
            Stopping.below(story, path, StopReason.OVERTIME);
        } else {
            Stopping.below(story, path, StopReason.OVERTIME);
        }
        Advance.run(story);
    }

    static Failure tooLong(Story story) {
        return Failure.of(
                Failure.Kind.TIMEOUT,
                "TimeoutError",
                "ran longer than "
                        + (limit(story).equals(GRACE)
                                ? GRACE.toSeconds() + " s, for the run is being cancelled"
                                : LIMIT.toHours() + " h")
                        + ": give it a timeout of its own if it needs longer");
    }
}
