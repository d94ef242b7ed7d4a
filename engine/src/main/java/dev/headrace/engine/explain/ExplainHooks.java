package dev.headrace.engine.explain;

import dev.headrace.engine.run.Hooks;
import dev.headrace.engine.run.NodeState;
import dev.headrace.engine.run.Phase;
import dev.headrace.engine.run.RunState;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Says of hooks what they do, and what became of them. */
final class ExplainHooks {
    private ExplainHooks() {}

    /** Of a run that is being cancelled: what it waits for. */
    static Explanation cancelling(RunState.Cancelling run, Instant now) {
        String who = run.who() + Explain.reason(run.why());
        Optional<NodeState> hook = underWay(run);
        if (run.hard() || hook.isEmpty()) {
            return new Explanation(
                    "The run is being cancelled by "
                            + who
                            + "; "
                            + Explain.count(run.tree().live(), "attempt")
                            + (run.hard() ? " still to be killed." : " still to stop."),
                    run.hard() ? "" : "headrace cancel " + run.head().run() + " --hard kills them");
        }
        return new Explanation(
                "The run was cancelled by "
                        + who
                        + "; "
                        + called(hook.get().path())
                        + " "
                        + doing(run, hook.get(), now)
                        + ".",
                "headrace cancel " + run.head().run() + " --hard ends that, too");
    }

    private static Optional<NodeState> underWay(RunState.Begun run) {
        for (var entry : run.tree().nodes()) {
            NodeState node = entry.value();
            if (isHook(node) && !node.settled() && run.tree().has(node)) {
                return Optional.of(node);
            }
        }
        return Optional.empty();
    }

    static boolean isHook(NodeState node) {
        return node.path().key().startsWith(":");
    }

    /** Of a node whose work is over: what of it is not. */
    static Explanation closing(RunState.Begun run, NodeState node, Outcome own, Instant now) {
        for (var entry : node.family().handlers()) {
            NodeState hook = run.tree().node(entry.value());
            if (!hook.settled()) {
                return new Explanation(
                        Explain.name(node.path())
                                + word(own)
                                + "; its "
                                + name(hook.path())
                                + " "
                                + doing(run, hook, now)
                                + ".",
                        "headrace why " + run.head().run() + " " + hook.path());
            }
        }
        return new Explanation(Explain.name(node.path()) + word(own) + ".", "");
    }

    private static String word(Outcome own) {
        return switch (own) {
            case Outcome.Succeeded _ -> " has succeeded";
            case Outcome.Failed(Failure failure) -> " has failed (" + failure.type() + ")";
            case Outcome.Cancelled _ -> " was cancelled";
            case Outcome.Lost _ -> " was lost";
            case Outcome.Skipped _ -> " was skipped";
        };
    }

    private static String doing(RunState.Begun run, NodeState hook, Instant now) {
        Optional<Instant> due = run.tree().clocks().due().get(hook.path());
        Duration limit = run instanceof RunState.Cancelling ? Hooks.GRACE : Hooks.LIMIT;
        if (hook.phase() instanceof Phase.Started started && started.deadline().isPresent()) {
            return "has been running for "
                    + Explain.words(Duration.between(started.since(), now))
                    + " of at most "
                    + whole(Duration.between(started.since(), started.deadline().get()));
        }
        if (due.isEmpty()) {
            return "is under way";
        }
        return (hook.phase() instanceof Phase.Ready
                        ? "has been waiting for a free slot for "
                        : "has been running for ")
                + Explain.words(limit.minus(Duration.between(now, due.get())))
                + " of at most "
                + whole(limit);
    }

    private static String whole(Duration limit) {
        return limit.toSeconds() < 3_600
                ? limit.toSeconds() + " s"
                : limit.toSeconds() % 3_600 == 0
                        ? limit.toHours() + " h"
                        : limit.toMinutes() + " min";
    }

    /** Failures of its hooks, besides what it came to; empty where there are none. */
    static String besides(RunState.Begun run, NodeState node) {
        StringBuilder text = new StringBuilder();
        for (var entry : node.family().handlers()) {
            NodeState hook = run.tree().node(entry.value());
            if (hook.outcome().orElse(null) instanceof Outcome.Failed(Failure failure)
                    && !Hooks.saidBy(node, hook)) {
                text.append("; its ")
                        .append(name(hook.path()))
                        .append(" failed, too: ")
                        .append(failure.type())
                        .append(
                                failure.message().isEmpty()
                                        ? ""
                                        : ": " + Explain.firstLine(failure.message()));
            }
        }
        return text.toString();
    }

    private static String called(NodePath hook) {
        int slash = hook.text().lastIndexOf('/');
        return slash < 0
                ? "its " + name(hook)
                : "the " + name(hook) + " of " + hook.text().substring(0, slash);
    }

    private static String name(NodePath hook) {
        return hook.key().substring(1);
    }
}
