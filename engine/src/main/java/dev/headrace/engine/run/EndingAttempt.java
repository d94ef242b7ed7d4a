package dev.headrace.engine.run;

import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.Ending;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Decides what follows when an attempt is over: another try, or the end of its node. */
final class EndingAttempt {
    private static final Duration LOSS_DELAY = Duration.ofSeconds(1);
    private static final Duration LOSS_DELAY_MAX = Duration.ofMinutes(1);

    private EndingAttempt() {}

    static void tell(Story story, AttemptId attempt, Ending report) {
        NodeState node = story.node(attempt.node());
        Outcome outcome = placed(node, judged(story, node, wished(story, node, report)));
        Retries.Answer next =
                outcome instanceof Outcome.Failed(Failure failure) && !overtime(node)
                        ? Retries.of(story, node, failure, began(node, report))
                        : new Retries.NoMore();
        if (next instanceof Retries.Unasked(Failure failure)) {
            outcome = new Outcome.Failed(failure);
        }
        story.tell(new RunEvent.AttemptEnded(attempt, with(report, outcome)));
        NodeState ended = story.node(attempt.node());
        switch (outcome) {
            case Outcome.Succeeded _ -> {
                if (node.phase() instanceof Phase.Stopping(_, _, StopReason reason)
                        && reason != StopReason.TIMEOUT
                        && someUndone(story, ended)) {
                    Stopping.one(story, ended, reason);
                }
            }
            case Outcome.Lost _ -> lost(story, ended);
            case Outcome.Failed _ -> {
                if (next instanceof Retries.Again(Instant due)) {
                    story.tell(new RunEvent.RetryPlanned(ended.path(), due, false));
                } else {
                    Stopping.below(story, ended.path(), StopReason.PARENT);
                }
            }
            case Outcome.Cancelled _, Outcome.Skipped _ ->
                    Stopping.below(story, ended.path(), StopReason.PARENT);
        }
        Advance.run(story);
    }

    private static boolean overtime(NodeState node) {
        return node.phase() instanceof Phase.Stopping(_, _, StopReason reason)
                && reason == StopReason.OVERTIME;
    }

    /**
     * Whether children that it called will not be run, for they were stopped along with it. What it
     * has cancelled itself it does not miss.
     */
    private static boolean someUndone(Story story, NodeState body) {
        if (body.family().open() > 0) {
            return true;
        }
        for (var entry : body.family().children()) {
            NodeState child = story.node(entry.value());
            if (child.settledIn() == body.tally().life()
                    && child.outcome().orElseThrow() instanceof Outcome.Cancelled(String why)
                    && !why.equals(Stopping.BY_CALLER)) {
                return true;
            }
        }
        return false;
    }

    /** Who died cannot say where: then it is where the call stands. */
    private static Outcome placed(NodeState node, Outcome outcome) {
        return outcome instanceof Outcome.Failed(Failure failure)
                        && failure.kind() == Failure.Kind.CRASH
                        && failure.place().isEmpty()
                        && node.call().isPresent()
                ? new Outcome.Failed(failure.at(node.call().get().place()))
                : outcome;
    }

    /** Who wants to go on in a run that is being cancelled is not done. */
    private static Outcome wished(Story story, NodeState node, Ending report) {
        return report.again().isPresent() && story.cancelling(node)
                ? new Outcome.Cancelled("the run was cancelled")
                : report.outcome();
    }

    /** What the report means, given what was asked of the attempt. */
    private static Outcome judged(Story story, NodeState node, Outcome reported) {
        boolean stopped = node.phase() instanceof Phase.Stopping;
        if (reported instanceof Outcome.Succeeded && !(stopped && Polls.inVain(node, reported))) {
            return reported;
        }
        if (node.phase() instanceof Phase.Stopping(_, _, StopReason reason)) {
            return switch (reason) {
                case CANCEL -> new Outcome.Cancelled("the run was cancelled");
                case PARENT -> new Outcome.Cancelled("the task that called it is over");
                case SIBLING -> new Outcome.Cancelled("a task beside it failed");
                case ENOUGH -> new Outcome.Cancelled(Stopping.ENOUGH);
                case HISTORY ->
                        story.cancelling(node)
                                ? cancelled()
                                : node.path().isRoot()
                                        ? new Outcome.Failed(Histories.failure(story.run()))
                                        : new Outcome.Cancelled(Stopping.HISTORY);
                case CALLER ->
                        story.cancelling(node)
                                ? cancelled()
                                : new Outcome.Cancelled(Stopping.BY_CALLER);
                case TIMEOUT -> story.cancelling(node) ? cancelled() : timedOut(node, reported);
                case OVERTIME ->
                        story.cancelling(node)
                                ? cancelled()
                                : new Outcome.Failed(Hooks.tooLong(story));
            };
        }
        if (story.cancelling(node)) {
            return cancelled();
        }
        if (reported instanceof Outcome.Cancelled(String why)) {
            return lostOr(node, "its worker stopped it: " + why);
        }
        if (reported instanceof Outcome.Skipped(_, _, String why)) {
            return new Outcome.Skipped(node.path(), Outcome.Skipped.Reason.SELF, why);
        }
        return reported instanceof Outcome.Lost(String why) ? lostOr(node, why) : reported;
    }

    /** Why a body that is being stopped cannot call any more. */
    static Failure stopped(Story story, NodeState body) {
        boolean late =
                !story.cancelling(body)
                        && body.phase() instanceof Phase.Stopping(_, _, StopReason reason)
                        && reason == StopReason.TIMEOUT;
        return late
                ? tooLong(body)
                : Failure.of(
                        Failure.Kind.CANCELLED,
                        "Cancelled",
                        "it was being stopped when it called more tasks");
    }

    private static Outcome cancelled() {
        return new Outcome.Cancelled("the run was cancelled");
    }

    /** Whose worker is gone may have been over long before its time was. */
    private static Outcome timedOut(NodeState node, Outcome reported) {
        if (reported instanceof Outcome.Lost(String why)) {
            return lostOr(node, why);
        }
        return new Outcome.Failed(tooLong(node));
    }

    private static Failure tooLong(NodeState node) {
        String limit =
                node.task().timeout().map(EndingAttempt::inWords).orElse("the time it may take");
        return Failure.of(Failure.Kind.TIMEOUT, "TimeoutError", "ran longer than " + limit);
    }

    private static String inWords(Duration limit) {
        return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
    }

    private static Outcome lostOr(NodeState node, String why) {
        int losses = node.task().retry().losses();
        return node.tally().losses() < losses
                ? new Outcome.Lost(why)
                : new Outcome.Failed(
                        Failure.of(
                                Failure.Kind.LOST,
                                "Lost",
                                losses == 0
                                        ? "its worker was lost: " + why
                                        : "lost "
                                                + (losses + 1)
                                                + " times, the last time: "
                                                + why));
    }

    private static void lost(Story story, NodeState node) {
        int losses = node.tally().losses();
        if (losses <= 1) {
            story.tell(new RunEvent.TaskQueued(node.path()));
            return;
        }
        Duration delay = LOSS_DELAY.multipliedBy(1L << Math.min(losses - 2, 10));
        Duration bounded = delay.compareTo(LOSS_DELAY_MAX) > 0 ? LOSS_DELAY_MAX : delay;
        story.tell(new RunEvent.RetryPlanned(node.path(), story.now().plus(bounded), true));
    }

    private static Instant began(NodeState node, Ending report) {
        return node.tally().began().orElse(report.started());
    }

    private static Ending with(Ending report, Outcome outcome) {
        return new Ending(
                outcome,
                report.seen(),
                report.artifacts(),
                report.started(),
                report.micros(),
                report.log(),
                outcome instanceof Outcome.Succeeded ? report.again() : Optional.empty());
    }
}
