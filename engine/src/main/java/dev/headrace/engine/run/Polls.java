package dev.headrace.engine.run;

import dev.headrace.engine.persistent.Sorted;
import dev.headrace.engine.run.RunEvent.PollPlanned;
import dev.headrace.spec.flow.Poll;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Sensors: a look that was in vain is no failure and spends no retry. Each look begins a new life:
 * what it calls and records is its own.
 */
final class Polls {
    private Polls() {}

    /** Whether the node, all of which is over, has only looked in vain. */
    static boolean inVain(NodeState node) {
        return node.phase() instanceof Phase.Closing(Outcome outcome) && inVain(node, outcome);
    }

    /** Whether it is a sensor, and this is what one comes to that has only looked in vain. */
    static boolean inVain(NodeState node, Outcome outcome) {
        return outcome instanceof Outcome.Succeeded(var value)
                && node.spec() instanceof Task task
                && task.poll().isPresent()
                && Poll.inVain(value);
    }

    static void tell(Story story, NodeState node) {
        Poll poll = node.task().poll().orElseThrow();
        if (story.cancelling(node)) {
            story.tell(new RunEvent.NodeCancelled(node.path(), "the run was cancelled"));
            return;
        }
        Instant began = node.tally().began().orElse(story.now());
        Optional<Instant> end = poll.limit().map(began::plus);
        if (end.isEmpty() || story.now().isBefore(end.get())) {
            Instant next = story.now().plus(poll.every());
            Instant due = end.filter(next::isAfter).orElse(next);
            story.tell(new PollPlanned(node.path(), due));
        } else if (poll.skips()) {
            story.tell(
                    new RunEvent.NodeSkipped(
                            node.path(), node.path(), Outcome.Skipped.Reason.LIMIT));
        } else {
            story.tell(
                    new RunEvent.NodeFailed(
                            node.path(),
                            Failure.of(
                                    Failure.Kind.TIMEOUT,
                                    "SensorTimeout",
                                    "it has looked "
                                            + (node.tally().looks() + 1)
                                            + " times in vain, for "
                                            + inWords(Duration.between(began, story.now())))));
        }
    }

    private static String inWords(Duration time) {
        if (time.toSeconds() < 2) {
            return time.toMillis() + " ms";
        }
        return time.toMinutes() > 10 ? time.toMinutes() + " min" : time.toSeconds() + " s";
    }

    static void planned(TreeEdit tree, PollPlanned event) {
        tree.forgetCalls(event.task());
        NodeState node = tree.node(event.task());
        tree.put(
                node.with(node.tally().looked())
                        .with(
                                node.family()
                                        .withRecorded(Sorted.empty())
                                        .withRefused(Sorted.empty()))
                        .with(new Phase.BackingOff(event.due(), Phase.After.LOOK)));
    }
}
