package dev.headrace.engine.run;

import dev.headrace.spec.flow.Wait;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.NodePath;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Decides what a timer means now; one that rings early or late means nothing. */
final class Waking {
    private Waking() {}

    static Decision decide(RunState.Begun run, Timer timer, Instant now, Evaluator evaluator) {
        return switch (timer) {
            case Timer.RetryDue(NodePath task) -> retry(run, task, now, evaluator);
            case Timer.Deadline(AttemptId attempt) -> deadline(run, attempt, now, evaluator);
            case Timer.AwaitDue due -> await(run, due, now, evaluator);
            case Timer.WaitDue(NodePath node) -> waited(run, node, now, evaluator);
            case Timer.HookDue(NodePath hook) -> hook(run, hook, now, evaluator);
        };
    }

    private static Decision retry(
            RunState.Begun run, NodePath task, Instant now, Evaluator evaluator) {
        Optional<Phase> phase = run.tree().find(task).map(NodeState::phase);
        if (phase.isEmpty() || !(phase.get() instanceof Phase.BackingOff(Instant due, _))) {
            return new Decision.Ignore("the task does not back off");
        }
        if (now.isBefore(due)) {
            return early(new Timer.RetryDue(task), due);
        }
        Story story = new Story(run, now, evaluator);
        story.tell(new RunEvent.TaskQueued(task));
        return story.end();
    }

    private static Decision waited(
            RunState.Begun run, NodePath path, Instant now, Evaluator evaluator) {
        Optional<NodeState> node = run.tree().find(path);
        if (node.isEmpty()
                || !(node.get().phase() instanceof Phase.Asleep(_, Optional<Instant> due))
                || due.isEmpty()
                || !(node.get().spec() instanceof Wait wait)) {
            return new Decision.Ignore("nothing waits there");
        }
        if (now.isBefore(due.get())) {
            return early(new Timer.WaitDue(path), due.get());
        }
        Story story = new Story(run, now, evaluator);
        Waits.over(story, path, wait);
        return story.end();
    }

    private static Decision deadline(
            RunState.Begun run, AttemptId attempt, Instant now, Evaluator evaluator) {
        Optional<Instant> limit =
                run.tree()
                        .find(attempt.node())
                        .map(NodeState::phase)
                        .flatMap(phase -> deadline(phase, attempt.number()));
        if (limit.isEmpty()) {
            return new Decision.Ignore("that attempt is over");
        }
        if (now.isBefore(limit.get())) {
            return early(new Timer.Deadline(attempt), limit.get());
        }
        Story story = new Story(run, now, evaluator);
        story.tell(new RunEvent.AttemptStopping(attempt, StopReason.TIMEOUT));
        return story.end();
    }

    /** Whoever has what it waits for goes on with it, late or not. */
    private static Decision await(
            RunState.Begun run, Timer.AwaitDue timer, Instant now, Evaluator evaluator) {
        Phase phase =
                run.tree()
                        .find(timer.body().node())
                        .map(NodeState::phase)
                        .orElse(new Phase.Ready());
        if (!(phase instanceof Phase.Parked parked)
                || parked.attempt() != timer.body().number()
                || parked.round() != timer.round()
                || parked.missing() == 0
                || parked.until().isEmpty()) {
            return new Decision.Ignore("that wait is over");
        }
        if (run instanceof RunState.Paused) {
            return new Decision.Ignore(
                    "the run is paused"); // its time is looked at when it goes on
        }
        WaitUntil until = parked.until().get();
        if (now.isBefore(until.due())) {
            return early(timer, until.due());
        }
        Story story = new Story(run, now, evaluator);
        story.tell(new RunEvent.AwaitLapsed(timer.body(), until.key()));
        return story.end();
    }

    private static Decision hook(
            RunState.Begun run, NodePath path, Instant now, Evaluator evaluator) {
        Optional<Instant> due = run.tree().clocks().due().get(path);
        if (due.isEmpty()) {
            return new Decision.Ignore("that hook is over");
        }
        Phase phase = run.tree().node(path).phase();
        if (run instanceof RunState.Paused && !(phase instanceof Phase.Live)) {
            return new Decision.Ignore("the run is paused"); // it has all its time when it goes on
        }
        if (now.isBefore(due.get())) {
            return early(new Timer.HookDue(path), due.get());
        }
        Story story = new Story(run, now, evaluator);
        if (!(run instanceof RunState.Cancelling) && !Hooks.running(run.tree(), path)) {
            // it waits for a place, or for what the pause keeps from starting
            story.tell(new RunEvent.HookLimited(path, now.plus(Hooks.LIMIT)));
        } else {
            Hooks.overdue(story, path);
        }
        return story.isSilent() ? new Decision.Ignore("it is being stopped") : story.end();
    }

    private static Optional<Instant> deadline(Phase phase, int number) {
        return switch (phase) {
            case Phase.Started(int attempt, _, _, var limit, _, _) when attempt == number -> limit;
            case Phase.Parked(int attempt, _, _, var limit, _, _, _, _) when attempt == number ->
                    limit;
            case Phase.Waiting _,
                    Phase.Doomed _,
                    Phase.Eligible _,
                    Phase.Looking _,
                    Phase.Ready _,
                    Phase.Open _,
                    Phase.Live _,
                    Phase.BackingOff _,
                    Phase.Asleep _,
                    Phase.Closing _,
                    Phase.Settled _ ->
                    Optional.empty();
        };
    }

    private static Decision early(Timer timer, Instant due) {
        return new Decision.Ignore("it is early", List.of(new Effect.WakeAt(timer, due)));
    }
}
