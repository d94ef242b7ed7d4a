package dev.headrace.engine.explain;

import dev.headrace.engine.capacity.CapacityState;
import dev.headrace.engine.run.NodeState;
import dev.headrace.engine.run.Phase;
import dev.headrace.engine.run.RunState;
import dev.headrace.engine.run.StopReason;
import dev.headrace.engine.run.Tree;
import dev.headrace.spec.flow.ForEach;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Says of a run or a node, in one sentence, why it is as it is, and what can be done about it. */
public final class Explain {
    private Explain() {}

    /** Why the run as a whole is where it is. */
    public static Explanation run(RunState state, Instant now) {
        return switch (state) {
            case RunState.NotStarted _ -> new Explanation("The run has not started.", "");
            case RunState.Cancelling cancelling -> ExplainHooks.cancelling(cancelling, now);
            case RunState.Finished done -> finished(done);
            case RunState.Paused paused -> ExplainOperations.paused(paused);
            case RunState.Active run when run.tree().waits() -> Sleeping.run(run, now);
            case RunState.Active run ->
                    new Explanation(
                            "The run is under way: "
                                    + count(run.tree().live(), "attempt")
                                    + " running, "
                                    + count(run.tree().ready().size(), "task")
                                    + " waiting for a free slot"
                                    + Sleeping.kept(run.tree(), now)
                                    + "."
                                    + ExplainHistory.sentence(run),
                            ExplainHistory.remedy(run));
        };
    }

    /** Skipped or omitted, and for what; empty for a node that was not. */
    public static Optional<String> passedBy(RunState.Begun run, NodeState node) {
        return node.outcome()
                .filter(Outcome.Skipped.class::isInstance)
                .map(Outcome.Skipped.class::cast)
                .map(skipped ->
                        Joins.passedBy(run.tree(), node, skipped.because(), skipped.reason()));
    }

    private static Explanation finished(RunState.Finished run) {
        return switch (run.verdict()) {
            case SUCCEEDED -> new Explanation("The run has succeeded.", "");
            case CANCELLED ->
                    new Explanation(
                            "The run was cancelled.",
                            "headrace resume " + run.head().run() + " goes on where it was");
            case FAILED -> {
                Explanation root = outcome(run, run.tree().root());
                yield new Explanation(
                        root.sentence(),
                        ExplainHistory.tooLong(run)
                                .orElse(
                                        "mend the cause, then headrace resume "
                                                + run.head().run()));
            }
        };
    }

    /**
     * Why a node is where it is.
     *
     * @param capacity what workers have, where it is known
     */
    public static Explanation node(
            RunState.Begun run, Optional<CapacityState> capacity, NodePath path, Instant now) {
        NodeState node = run.tree().node(path);
        Optional<Tree.Hold> hold = run.tree().holds().get(path);
        if (hold.isPresent()) {
            return ExplainOperations.held(run, node, hold.get());
        }
        return switch (node.phase()) {
            case Phase.Waiting(int unmet) -> waiting(run.tree(), node, unmet);
            case Phase.Doomed(NodePath because, var reason) ->
                    new Explanation(
                            name(path)
                                    + " will be "
                                    + Joins.passedBy(run.tree(), node, because, reason)
                                    + ".",
                            "");
            case Phase.Eligible _ ->
                    new Explanation(name(path) + " is about to be asked its condition.", "");
            case Phase.Ready _, Phase.Looking _ when run instanceof RunState.Paused paused ->
                    ExplainOperations.heldBack(paused, node);
            case Phase.Looking _ ->
                    new Explanation(name(path) + " is being looked up in the cache.", "");
            case Phase.Ready _ -> ready(run.tree(), capacity, node);
            case Phase.Open _ ->
                    ExplainCalls.open(run.tree(), node)
                            .orElseGet(() ->
                                    new Explanation(
                                            name(path)
                                                    + " is under way: "
                                                    + node.family().open()
                                                    + " of its "
                                                    + node.family().children().size()
                                                    + " children are not over.",
                                            ""));
            case Phase.Placed placed ->
                    new Explanation(
                            name(path) + " was given to " + placed.grant().worker() + ".", "");
            case Phase.Started started ->
                    new Explanation(
                            name(path)
                                    + " has been running for "
                                    + words(Duration.between(started.since(), now))
                                    + " on "
                                    + started.grant().worker()
                                    + started.deadline()
                                            .or(() -> run.tree().clocks().due().get(path))
                                            .map(limit -> deadline(limit, now))
                                            .orElse("")
                                    + ".",
                            "");
            case Phase.Parked parked -> parked(run.tree(), parked, path, now);
            case Phase.Stopping(_, _, StopReason reason) ->
                    new Explanation(name(path) + " is being stopped: " + words(reason) + ".", "");
            case Phase.BackingOff(Instant due, Phase.After after) when after == Phase.After.LOOK ->
                    ExplainPolls.between(run, node, due, now);
            case Phase.BackingOff(Instant due, Phase.After after) ->
                    new Explanation(
                            name(path)
                                    + (after == Phase.After.LOSS ? " lost its worker" : " failed")
                                    + " and will be tried again in "
                                    + words(Duration.between(now, due))
                                    + ".",
                            "");
            case Phase.Asleep asleep -> Sleeping.node(run, node, asleep, now);
            case Phase.Closing(Outcome own) when !node.family().handlers().isEmpty() ->
                    ExplainHooks.closing(run, node, own, now);
            case Phase.Closing _ ->
                    new Explanation(
                            name(path)
                                    + " is over, but "
                                    + count(node.family().open(), "task")
                                    + " that it called "
                                    + (node.family().open() == 1 ? "is" : "are")
                                    + " not.",
                            "");
            case Phase.Settled _ -> outcome(run, node);
        };
    }

    private static Explanation waiting(Tree tree, NodeState node, int unmet) {
        List<NodePath> open =
                node.needs().stream().filter(need -> !tree.node(need).succeeded()).toList();
        if (open.isEmpty()) {
            return new Explanation(
                    name(node.path())
                            + " waits for its turn: "
                            + node.parent()
                                    .map(tree::node)
                                    .map(Explain::underWay)
                                    .orElse("only so many run at once")
                            + ".",
                    "raise 'parallel' to run more at once");
        }
        return new Explanation(
                name(node.path())
                        + " waits for "
                        + open.getFirst()
                        + (unmet > 1 ? " and " + (unmet - 1) + " more" : "")
                        + ".",
                "");
    }

    private static String underWay(NodeState each) {
        int limit = each.spec() instanceof ForEach(_, _, int parallel, _, _, _) ? parallel : 0;
        return (each.family().open() - each.family().held().size())
                + " of at most "
                + limit
                + " items"
                + (each.path().isRoot() ? "" : " of " + each.path())
                + " are under way";
    }

    private static Explanation ready(Tree tree, Optional<CapacityState> capacity, NodeState node) {
        int ahead = 0;
        for (var entry : tree.ready()) {
            if (entry.value().equals(node.path())) {
                break;
            }
            ahead++;
        }
        String held = capacity.flatMap(Explain::someHolder).map(holder -> "; " + holder).orElse("");
        String wanted =
                node.spec() instanceof Task task
                        ? " of " + task.resources().milliCpus() / 1000.0 + " cpus"
                        : "";
        return new Explanation(
                name(node.path())
                        + " waits for a free slot"
                        + wanted
                        + ", "
                        + (ahead == 0 ? "next in line" : count(ahead, "task") + " ahead of it")
                        + held
                        + ".",
                "run with more --slots to run more at once");
    }

    private static Optional<String> someHolder(CapacityState capacity) {
        for (var entry : capacity.held()) {
            if (!entry.value().parked()) {
                return Optional.of(
                        entry.key().attempt().node()
                                + " of run "
                                + entry.key().run()
                                + " holds one");
            }
        }
        return Optional.empty();
    }

    private static Explanation parked(Tree tree, Phase.Parked parked, NodePath path, Instant now) {
        if (parked.missing() == 0) {
            return new Explanation(
                    name(path) + " has what it waited for and goes on as soon as a slot is free.",
                    "");
        }
        if (parked.awaited().isEmpty()) {
            int open = tree.node(path).family().open();
            return new Explanation(
                    "All in "
                            + name(path)
                            + " wait"
                            + (open == 0 ? "" : ", for " + open + " of its tasks")
                            + "; it has lent its slot to them.",
                    "");
        }
        NodePath first =
                parked.awaited().stream()
                        .filter(child ->
                                tree.find(child).map(node -> !node.settled()).orElse(false))
                        .findFirst()
                        .orElse(path);
        return new Explanation(
                name(path)
                        + " waits for "
                        + first
                        + (parked.missing() > 1
                                ? " and " + (parked.missing() - 1) + " more of its tasks"
                                : "")
                        + parked.until()
                                .map(until ->
                                        ", for at most "
                                                + words(Duration.between(now, until.due()))
                                                + " more")
                                .orElse("")
                        + ", and has lent its slot to them.",
                "");
    }

    private static Explanation outcome(RunState.Begun run, NodeState node) {
        String name = name(node.path());
        return switch (node.outcome().orElseThrow()) {
            case Outcome.Succeeded _ -> ExplainOperations.succeeded(run, node);
            case Outcome.Failed(Failure failure) ->
                    new Explanation(
                            name
                                    + " failed: "
                                    + failure.type()
                                    + (failure.message().isEmpty()
                                            ? ""
                                            : ": " + firstLine(failure.message()))
                                    + failure.place().map(place -> " (" + place + ")").orElse("")
                                    + ExplainCalls.after(run.tree(), node)
                                            .map(_ -> "")
                                            .orElseGet(() -> ExplainRetries.tries(node, failure))
                                    + ExplainHooks.besides(run, node)
                                    + ".",
                            "mend the cause, then headrace resume " + run.head().run());
            case Outcome.Cancelled(String why) ->
                    new Explanation(
                            name + " was cancelled: " + why + ExplainHooks.besides(run, node) + ".",
                            "");
            case Outcome.Lost(String why) -> new Explanation(name + " was lost: " + why + ".", "");
            case Outcome.Skipped(_, var reason, String why)
                    when reason == Outcome.Skipped.Reason.SELF ->
                    new Explanation(
                            name + " skipped itself" + (why.isEmpty() ? "" : ": " + why) + ".", "");
            case Outcome.Skipped(_, var reason, String why)
                    when reason == Outcome.Skipped.Reason.HAND ->
                    new Explanation(name + " was skipped by " + why + ".", "");
            case Outcome.Skipped(NodePath because, var reason, _) ->
                    new Explanation(
                            name
                                    + " was "
                                    + Joins.passedBy(run.tree(), node, because, reason)
                                    + ".",
                            because.equals(node.path())
                                    ? ""
                                    : "headrace why " + run.head().run() + " " + because);
        };
    }

    static String firstLine(String text) {
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }

    static String name(NodePath path) {
        return path.isRoot() ? "The flow" : path.text();
    }

    static String reason(String why) {
        return why.isEmpty() ? "" : " (" + why + ")";
    }

    private static String words(StopReason reason) {
        return switch (reason) {
            case CANCEL -> "the run was cancelled";
            case TIMEOUT -> "it ran longer than it may";
            case PARENT -> "the task that called it is over";
            case SIBLING -> "a task beside it failed";
            case ENOUGH -> "enough of the other items have succeeded";
            case HISTORY -> "the run has as many events as it may have";
            case CALLER -> "the task that called it cancelled it";
            case OVERTIME -> "its hook ran longer than it may";
        };
    }

    private static String deadline(Instant limit, Instant now) {
        return " and must end within " + words(Duration.between(now, limit));
    }

    static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    static String words(Duration duration) {
        if (duration.isNegative()) {
            return "0 s";
        }
        long seconds = duration.toSeconds();
        if (seconds >= 86_400) {
            return seconds / 86_400 + " d " + seconds % 86_400 / 3600 + " h";
        }
        if (seconds >= 3600) {
            return seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
        }
        if (seconds >= 60) {
            return seconds / 60 + " min " + seconds % 60 + " s";
        }
        return seconds >= 10
                ? seconds + " s"
                : duration.toMillis() / 1000 + "." + duration.toMillis() % 1000 / 100 + " s";
    }
}
