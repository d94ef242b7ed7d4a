package dev.headrace.engine.run;

import dev.headrace.spec.flow.Call;
import dev.headrace.spec.flow.ForEach;
import dev.headrace.spec.flow.Graph;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.flow.Wait;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Outcome.Skipped.Reason;
import java.time.Instant;
import java.util.Optional;

/** Does what has become possible: skips, opens, closes, until nothing moves; then ends the run. */
final class Advance {
    private Advance() {}

    static void run(Story story) {
        while (moved(story)) {
            // each round takes one node out of a queue, and a node stands in one queue at most
        }
        story.tree()
                .root()
                .outcome()
                .ifPresent(outcome -> {
                    if (!Continuing.tell(story, outcome)) {
                        story.tell(new RunEvent.RunFinished(verdict(outcome)));
                    }
                });
    }

    private static boolean moved(Story story) {
        Tree tree = story.tree();
        var doomed = tree.doomed().first();
        if (doomed.isPresent()) {
            skip(story, story.node(doomed.get().value()));
            return true;
        }
        var openable = tree.openable().first();
        if (openable.isPresent()) {
            open(story, story.node(openable.get().value()));
            return true;
        }
        var closable = tree.closable().first();
        if (closable.isPresent()) {
            close(story, story.node(closable.get().value()));
            return true;
        }
        return false;
    }

    private static void skip(Story story, NodeState node) {
        if (node.phase() instanceof Phase.Doomed(NodePath because, Reason reason)) {
            story.tell(new RunEvent.NodeSkipped(node.path(), because, reason));
        }
    }

    private static void open(Story story, NodeState node) {
        if (story.cancelling(node)) {
            story.tell(new RunEvent.NodeCancelled(node.path(), "the run was cancelled"));
            return;
        }
        if (node.phase() instanceof Phase.Eligible) {
            Conditions.ask(story, node);
            return;
        }
        Hooks.begin(story, node);
        switch (node.spec()) {
            case Graph _ -> story.tell(new RunEvent.GraphOpened(node.path()));
            case ForEach each -> Expanding.tell(story, node, each);
            case Call call -> CallingTemplates.open(story, node, call);
            case Wait wait -> Waits.begin(story, node, wait);
            case Task _ -> throw new IllegalStateException("a task does not open");
        }
    }

    private static void close(Story story, NodeState node) {
        switch (node.phase()) {
            case Phase.Closing(Outcome.Succeeded _) when !node.family().refused().isEmpty() ->
                    unlookedAt(story, node, node.family().refused().first().orElseThrow().value());
            case Phase.Closing(Outcome.Succeeded _)
                    when node.spec() instanceof Task
                            && !node.family().unseen().isEmpty()
                            && !marked(story, node) ->
                    unseen(story, node);
            case Phase.Closing _ when Polls.inVain(node) && !marked(story, node) ->
                    Polls.tell(story, node);
            case Phase.Open _ when node.family().open() > 0 -> Holding.tell(story, node);
            case Phase.Open _ -> closeOpen(story, node);
            case Phase.Closing _ -> Hooks.close(story, node);
            case Phase.Waiting _,
                    Phase.Doomed _,
                    Phase.Eligible _,
                    Phase.Looking _,
                    Phase.Ready _,
                    Phase.Live _,
                    Phase.BackingOff _,
                    Phase.Asleep _,
                    Phase.Settled _ ->
                    throw new IllegalStateException(node.path() + " is not closable");
        }
    }

    /** Whether somebody has said what it came to. */
    private static boolean marked(Story story, NodeState node) {
        return story.tree().hands().marks().has(node.path());
    }

    private static void unseen(Story story, NodeState node) {
        NodePath child = node.family().unseen().first().orElseThrow().key();
        Failure below =
                story.node(child).outcome().orElseThrow() instanceof Outcome.Failed(Failure failure)
                        ? failure
                        : Failure.of(Failure.Kind.UPSTREAM, "Failed", "");
        Failure failure =
                new Failure(
                        Failure.Kind.UNSEEN,
                        below.type(),
                        child.key() + " failed and nobody looked: " + below.message(),
                        below.place(),
                        below.frames(),
                        below.traceback(),
                        below.exception(),
                        below.cause(),
                        below.types());
        unlookedAt(story, node, failure);
    }

    /** Its work is done, and something went wrong that it never looked at. */
    private static void unlookedAt(Story story, NodeState node, Failure failure) {
        if (failure.kind() == Failure.Kind.CANCELLED) {
            story.tell(new RunEvent.NodeCancelled(node.path(), failure.message()));
            return;
        }
        story.tell(
                switch (Retries.of(
                        story, node, failure, node.tally().began().orElse(story.now()))) {
                    case Retries.Again(Instant due) ->
                            new RunEvent.RetryPlanned(node.path(), due, false);
                    case Retries.NoMore _ -> new RunEvent.NodeFailed(node.path(), failure);
                    case Retries.Unasked(Failure said) ->
                            new RunEvent.NodeFailed(node.path(), said);
                });
    }

    private static void closeOpen(Story story, NodeState node) {
        Optional<NodePath> failing =
                Verdicts.failing(story.tree(), node)
                        .or(() ->
                                story.cancelling(node)
                                        ? Verdicts.cancelled(story.tree(), node)
                                        : Optional.empty());
        if (failing.isPresent()) {
            openFailed(story, node, failing.get());
        } else if (Verdicts.tooFew(node)) {
            story.tell(
                    new RunEvent.NodeFailed(
                            node.path(),
                            Failure.of(
                                    Failure.Kind.UPSTREAM,
                                    "TooFewSucceeded",
                                    "not enough of its items succeeded: "
                                            + node.counts().succeeded()
                                            + " of "
                                            + node.counts().settled())));
        } else if (node.spec() instanceof Call call) {
            CallingTemplates.close(story, node, call);
        } else {
            Hooks.close(story, node);
        }
    }

    private static void openFailed(Story story, NodeState node, NodePath first) {
        RunEvent event =
                switch (story.node(first).outcome().orElseThrow()) {
                    case Outcome.Failed(Failure failure) ->
                            new RunEvent.NodeFailed(node.path(), failure);
                    case Outcome.Cancelled(String why) ->
                            new RunEvent.NodeCancelled(node.path(), why);
                    case Outcome.Succeeded _, Outcome.Lost _, Outcome.Skipped _ ->
                            new RunEvent.NodeFailed(
                                    node.path(),
                                    Failure.of(
                                            Failure.Kind.UPSTREAM,
                                            "Skipped",
                                            first + " could not start"));
                };
        story.tell(event);
    }

    private static Verdict verdict(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Succeeded _ -> Verdict.SUCCEEDED;
            case Outcome.Skipped(_, var reason, _)
                    when reason == Reason.SELF || reason == Reason.HAND ->
                    Verdict.SUCCEEDED;
            case Outcome.Cancelled _ -> Verdict.CANCELLED;
            case Outcome.Failed _, Outcome.Lost _, Outcome.Skipped _ -> Verdict.FAILED;
        };
    }
}
