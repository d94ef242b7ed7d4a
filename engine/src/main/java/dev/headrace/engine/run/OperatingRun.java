package dev.headrace.engine.run;

import dev.headrace.engine.run.Decision.Ignore;
import dev.headrace.engine.run.Decision.Reject;
import dev.headrace.engine.run.RunCommand.Operation;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Decides what people outside ask of a run that has begun. What is so already is ignored, so that
 * who asked can tell from a second answer that it was done.
 */
final class OperatingRun {
    private final RunState.Begun run;
    private final Instant now;
    private final Evaluator evaluator;

    OperatingRun(RunState.Begun run, Instant now, Evaluator evaluator) {
        this.run = run;
        this.now = now;
        this.evaluator = evaluator;
    }

    Decision decide(Operation operation) {
        return switch (operation) {
            case RunCommand.PauseRun pause -> pause(pause);
            case RunCommand.ContinueRun on -> goOn(on);
            case RunCommand.HoldNode hold -> ofNode(hold.node(), node -> hold(node, hold));
            case RunCommand.MarkNode mark -> ofNode(mark.node(), node -> mark(node, mark));
            case RunCommand.ReleaseNode release ->
                    ofNode(release.node(), node -> release(node, release));
            case RunCommand.SendSignal signal -> signal(signal);
            case RunCommand.GiveApproval said -> approval(said);
        };
    }

    private Decision pause(RunCommand.PauseRun pause) {
        return switch (run) {
            case RunState.Active _ ->
                    told(story -> story.tell(new RunEvent.RunPaused(pause.who(), pause.why())));
            case RunState.Paused _ -> new Ignore("the run is paused already");
            case RunState.Cancelling _ -> cancelling();
            case RunState.Finished done -> over(done);
        };
    }

    private Decision goOn(RunCommand.ContinueRun on) {
        return switch (run) {
            case RunState.Paused _ ->
                    told(story -> {
                        story.tell(new RunEvent.RunUnpaused(on.who(), on.why()));
                        Hooks.limit(story, Hooks.LIMIT);
                    });
            case RunState.Active _ -> new Ignore("the run is not paused");
            case RunState.Cancelling _ -> cancelling();
            case RunState.Finished done -> over(done);
        };
    }

    /** Of a node that is there, while the run is under way. */
    private Decision ofNode(NodePath path, Function<NodeState, Decision> decide) {
        Optional<NodeState> node = run.tree().find(path).filter(run.tree()::has);
        if (node.isEmpty()) {
            return new Reject("the run has no '" + path + "' yet");
        }
        return switch (run) {
            case RunState.Active _, RunState.Paused _ -> decide.apply(node.get());
            case RunState.Cancelling _ -> cancelling();
            case RunState.Finished done -> over(done);
        };
    }

    private Decision hold(NodeState node, RunCommand.HoldNode hold) {
        if (run.tree().holds().has(node.path())) {
            return new Ignore("it is held already");
        }
        return begun(node)
                .<Decision>map(Reject::new)
                .orElseGet(() ->
                        told(story ->
                                story.tell(
                                        new RunEvent.NodeHeld(
                                                node.path(), hold.who(), hold.why()))));
    }

    private Decision mark(NodeState node, RunCommand.MarkNode mark) {
        Outcome outcome = mark.as().outcome(node, mark.who(), mark.why());
        boolean closing = node.phase() instanceof Phase.Closing(Outcome own) && own.equals(outcome);
        if (closing || node.outcome().equals(Optional.of(outcome))) {
            return new Ignore("it has come to that already");
        }
        return begun(node)
                .or(() -> Marking.unfit(node, mark.as()))
                .<Decision>map(Reject::new)
                .orElseGet(() ->
                        told(story ->
                                Marking.tell(
                                        story,
                                        new RunEvent.NodeMarked(
                                                node.path(), outcome, mark.who(), mark.why()))));
    }

    private Decision release(NodeState node, RunCommand.ReleaseNode release) {
        if (!run.tree().holds().has(node.path())) {
            return new Ignore("it is not held");
        }
        return told(story -> {
            story.tell(new RunEvent.NodeReleased(node.path(), release.who(), release.why()));
            Advance.run(story);
        });
    }

    /** What it does, if it has begun already. */
    private static Optional<String> begun(NodeState node) {
        return switch (node.phase()) {
            case Phase.Waiting _,
                    Phase.Doomed _,
                    Phase.Eligible _,
                    Phase.Looking _,
                    Phase.Ready _,
                    Phase.BackingOff _ ->
                    Optional.empty();
            case Phase.Asleep _ -> Optional.of(name(node) + " has begun already, and waits");
            case Phase.Open _, Phase.Closing _ ->
                    Optional.of(name(node) + " has begun already, and waits for what is in it");
            case Phase.Live _ -> Optional.of(name(node) + " has begun already, and runs");
            case Phase.Settled _ -> Optional.of(name(node) + " is over");
        };
    }

    private static String name(NodeState node) {
        return node.path().isRoot() ? "the flow" : node.path().text();
    }

    private Decision signal(RunCommand.SendSignal signal) {
        if (run.tree().mailbox().knows(signal.id())) {
            return new Ignore("that signal has come already");
        }
        if (run instanceof RunState.Finished done) {
            return over(done);
        }
        return Waits.refusal(run, signal)
                .<Decision>map(problem -> new Reject(problem.what()))
                .orElseGet(() -> told(story -> Waits.signal(story, signal)));
    }

    private Decision approval(RunCommand.GiveApproval said) {
        if (run instanceof RunState.Finished done) {
            return over(done);
        }
        return Waits.refusal(run, said, evaluator)
                .<Decision>map(problem -> new Reject(problem.what()))
                .orElseGet(() -> told(story -> Waits.approval(story, said)));
    }

    private static Reject cancelling() {
        return new Reject("the run is being cancelled");
    }

    private static Reject over(RunState.Finished done) {
        return new Reject("the run is over: it " + RunDecider.said(done.verdict()));
    }

    private Decision told(Consumer<Story> tell) {
        Story story = new Story(run, now, evaluator);
        tell.accept(story);
        return story.end();
    }
}
