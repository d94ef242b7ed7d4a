package dev.headrace.engine.run;

import dev.headrace.engine.run.RunEvent.AttemptEnded;
import dev.headrace.engine.run.RunEvent.RunContinued;
import dev.headrace.engine.run.RunEvent.RunStarted;
import dev.headrace.engine.run.RunState.Active;
import dev.headrace.engine.run.RunState.Begun;
import dev.headrace.engine.run.RunState.Given;
import dev.headrace.engine.run.RunState.Head;
import dev.headrace.engine.run.RunState.Paused;
import dev.headrace.spec.flow.FlowSpec;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Value;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A run whose body wants to go on afresh: with other arguments, and with nothing of what it had
 * called. As continue-as-new of Temporal, but that it stays the same run.
 */
final class Continuing {
    private Continuing() {}

    /** Whether the run, whose root comes to this, goes on instead of being over. */
    static boolean due(Story story, Outcome outcome) {
        return story.run().head().history().next().isPresent()
                && outcome instanceof Outcome.Succeeded
                && !(story.run() instanceof RunState.Cancelling)
                && !story.tree().hands().marks().has(NodePath.ROOT);
    }

    /** Whether it goes on; then that is told. */
    static boolean tell(Story story, Outcome outcome) {
        Head head = story.run().head();
        Optional<SequencedMap<String, Value>> next = head.history().next();
        if (next.isEmpty() || !due(story, outcome)) {
            return false;
        }
        Begun before = story.run();
        Tree tree = story.tree();
        story.tell(
                new RunContinued(
                        new RunStarted(
                                head.run(),
                                head.flow().name(),
                                head.version(),
                                StartingRun.arguments(head.flow(), next.get()),
                                head.origin(),
                                head.owner(),
                                head.cache()),
                        head.epoch(),
                        head.generation() + 1,
                        head.history().end(),
                        head.history().base(),
                        tree.numbers().highest(),
                        tree.mailbox().untaken(),
                        tree.mailbox().carried()));
        if (before instanceof Paused(_, _, String who, String why)) {
            story.tell(new RunEvent.RunPaused(who, why));
        }
        return true;
    }

    /** What the body said when it was over, whatever an earlier attempt of it had said. */
    static Begun noted(Begun run, AttemptEnded event) {
        Head head = run.head();
        boolean same =
                !event.attempt().node().isRoot()
                        || (event.ending().again().isEmpty() && head.history().next().isEmpty());
        return same
                ? run
                : RunEvolver.withHead(
                        run, head.with(head.history().thenWith(event.ending().again())));
    }

    static Active begun(FlowSpec flow, RunContinued event) {
        RunStarted start = event.start();
        Head head =
                new Head(
                        Given.of(flow, start),
                        start.owner(),
                        event.epoch(),
                        event.generation(),
                        History.from(event.base(), event.earlier()));
        Tree tree =
                Tree.carrying(
                        Mailbox.carried(event.signals(), event.known()),
                        Tree.Numbers.above(event.attempts()));
        return new Active(head, RunEvolver.edited(tree, edit -> Growing.root(edit, head)));
    }
}
