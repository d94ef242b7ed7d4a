package dev.headrace.engine.run;

import dev.headrace.engine.run.Decision.Ignore;
import dev.headrace.engine.run.Decision.Reject;
import dev.headrace.engine.run.RunCommand.AnswerLookup;
import dev.headrace.engine.run.RunCommand.CallTasks;
import dev.headrace.engine.run.RunCommand.CancelCalls;
import dev.headrace.engine.run.RunCommand.CancelRun;
import dev.headrace.engine.run.RunCommand.Operation;
import dev.headrace.engine.run.RunCommand.PlaceTask;
import dev.headrace.engine.run.RunCommand.RecordValue;
import dev.headrace.engine.run.RunCommand.RefuseTask;
import dev.headrace.engine.run.RunCommand.ReopenRun;
import dev.headrace.engine.run.RunCommand.ReportEnded;
import dev.headrace.engine.run.RunCommand.ReportStarted;
import dev.headrace.engine.run.RunCommand.ResumeBody;
import dev.headrace.engine.run.RunCommand.StartRun;
import dev.headrace.engine.run.RunCommand.TakeOver;
import dev.headrace.engine.run.RunCommand.Wake;
import dev.headrace.engine.run.RunCommand.Watching;
import dev.headrace.engine.run.RunState.Active;
import dev.headrace.engine.run.RunState.Begun;
import dev.headrace.engine.run.RunState.Cancelling;
import dev.headrace.engine.run.RunState.Finished;
import dev.headrace.engine.run.RunState.NotStarted;
import dev.headrace.engine.run.RunState.Paused;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.NodePath;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Answers commands. The switch is the table of contents; each line of it is one rule of the
 * product.
 */
public final class RunDecider {
    private final Evaluator evaluator;

    public RunDecider(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    public Decision decide(RunState state, RunCommand command, Instant now) {
        return switch (state) {
            case NotStarted none -> whenNotStarted(none, command, now);
            case Active run -> whenActive(run, command, now);
            case Paused run -> whenPaused(run, command, now);
            case Cancelling run -> whenCancelling(run, command, now);
            case Finished run -> whenFinished(run, command, now);
        };
    }

    private Decision whenNotStarted(NotStarted none, RunCommand command, Instant now) {
        return switch (command) {
            case StartRun start ->
                    told(
                            none,
                            now,
                            story -> {
                                story.tell(StartingRun.event(none.flow(), start));
                                Advance.run(story);
                            });
            case TakeOver _,
                    CallTasks _,
                    RecordValue _,
                    CancelCalls _,
                    Watching _,
                    AnswerLookup _,
                    PlaceTask _,
                    RefuseTask _,
                    ResumeBody _,
                    ReportStarted _,
                    ReportEnded _,
                    Wake _,
                    CancelRun _,
                    Operation _,
                    ReopenRun _ ->
                    new Reject("the run has not started");
        };
    }

    private Decision whenActive(Begun run, RunCommand command, Instant now) {
        return switch (command) {
            case StartRun _ -> new Ignore("the run has started already");
            case Operation operation -> operated(run, operation, now);
            case TakeOver takeOver -> takenOver(run, takeOver, now);
            case CallTasks call -> called(run, call, now);
            case RecordValue value ->
                    ofBody(run, value.body(), now, story -> CallingTasks.record(story, value));
            case CancelCalls cancel when speaks(run, cancel.body()) ->
                    told(run, now, story -> CancellingCalls.tell(story, cancel));
            case Watching watching when speaks(run, watching.body()) ->
                    told(run, now, story -> WatchingCalls.tell(story, watching));
            case CancelCalls _, Watching _ -> new Ignore("that body is not running");
            case PlaceTask(var task, var grant) when isReady(run, task) ->
                    told(
                            run,
                            now,
                            story -> {
                                int number = story.node(task).tally().attempts() + 1;
                                story.tell(
                                        new RunEvent.AttemptPlaced(
                                                new AttemptId(task, number), grant));
                            });
            case RefuseTask(var task, var failure) when isReady(run, task) ->
                    told(
                            run,
                            now,
                            story -> {
                                story.tell(new RunEvent.NodeFailed(task, failure));
                                Stopping.below(story, task, StopReason.PARENT);
                                Advance.run(story);
                            });
            case ResumeBody(var body) when isResumable(run, body) ->
                    told(
                            run,
                            now,
                            story ->
                                    story.tell(
                                            new RunEvent.AttemptResumed(
                                                    attempt(story.node(body)))));
            case AnswerLookup(var task, var answer) when isLooking(run, task, answer) ->
                    told(
                            run,
                            now,
                            story -> {
                                story.tell(answer);
                                Advance.run(story);
                            });
            case PlaceTask _, RefuseTask _, ResumeBody _, AnswerLookup _ ->
                    new Ignore("the task does not wait for that");
            case ReportStarted(var attempt, var at) when isPlaced(run, attempt) ->
                    told(
                            run,
                            now,
                            story ->
                                    story.tell(
                                            new RunEvent.AttemptStarted(
                                                    attempt,
                                                    at,
                                                    Attempts.deadline(
                                                            story.node(attempt.node()), at))));
            case ReportStarted _ -> new Ignore("the attempt is known to have started");
            case ReportEnded(var attempt, var ending) ->
                    ofLive(run, attempt, now, story -> EndingAttempt.tell(story, attempt, ending));
            case Wake(var timer) -> Waking.decide(run, timer, now, evaluator);
            case CancelRun cancel -> told(run, now, story -> CancellingRun.tell(story, cancel));
            case ReopenRun _ -> new Reject("the run is still under way");
        };
    }

    /** As an active one, but nothing begins or goes on. */
    private Decision whenPaused(Paused run, RunCommand command, Instant now) {
        return switch (command) {
            case PlaceTask _, RefuseTask _, ResumeBody _, AnswerLookup _ ->
                    new Ignore("the run is paused");
            case StartRun _,
                    TakeOver _,
                    CallTasks _,
                    RecordValue _,
                    CancelCalls _,
                    Watching _,
                    ReportStarted _,
                    ReportEnded _,
                    Wake _,
                    CancelRun _,
                    Operation _,
                    ReopenRun _ ->
                    whenActive(run, command, now);
        };
    }

    private Decision operated(Begun run, Operation operation, Instant now) {
        return new OperatingRun(run, now, evaluator).decide(operation);
    }

    /** What cleans up goes on as in an active run. */
    private Decision whenCancelling(Cancelling run, RunCommand command, Instant now) {
        return switch (command) {
            case CancelRun cancel when cancel.hard() && !run.hard() ->
                    told(run, now, story -> CancellingRun.tell(story, cancel));
            case CancelRun _ -> new Ignore("the run is being cancelled already");
            case ReopenRun _ -> new Reject("the run is still being cancelled");
            case StartRun _,
                    TakeOver _,
                    ReportEnded _,
                    CallTasks _,
                    Operation _,
                    RecordValue _,
                    CancelCalls _,
                    Watching _,
                    AnswerLookup _,
                    PlaceTask _,
                    RefuseTask _,
                    ResumeBody _,
                    ReportStarted _,
                    Wake _ ->
                    whenActive(run, command, now); // of what cleans up; the rest has been stopped
        };
    }

    private Decision whenFinished(Finished run, RunCommand command, Instant now) {
        return switch (command) {
            case ReopenRun reopen -> new ReopeningRun(run, now, evaluator).decide(reopen);
            case Operation operation -> operated(run, operation, now);
            case CancelRun _ when run.verdict() != Verdict.CANCELLED ->
                    new Reject("the run is over: it " + said(run.verdict()));
            case TakeOver _ -> new Reject("the run is over: it " + said(run.verdict()));
            case StartRun _,
                    CallTasks _,
                    RecordValue _,
                    CancelCalls _,
                    Watching _,
                    AnswerLookup _,
                    PlaceTask _,
                    RefuseTask _,
                    ResumeBody _,
                    ReportStarted _,
                    ReportEnded _,
                    Wake _,
                    CancelRun _ ->
                    new Ignore("the run is over");
        };
    }

    static String said(Verdict verdict) {
        return switch (verdict) {
            case SUCCEEDED -> "has succeeded";
            case FAILED -> "has failed";
            case CANCELLED -> "was cancelled";
        };
    }

    private Decision takenOver(Begun run, TakeOver command, Instant now) {
        if (command.epoch() <= run.head().epoch()) {
            return new Reject("the run has a newer owner: " + run.head().owner());
        }
        return told(
                run,
                now,
                story -> story.tell(new RunEvent.OwnerChanged(command.owner(), command.epoch())));
    }

    private Decision called(Begun run, CallTasks call, Instant now) {
        return isLive(run, call.body())
                        && run.tree().node(call.body().node()).phase() instanceof Phase.Stopping
                ? told(run, now, story -> CallingTasks.tooLate(story, call))
                : ofBody(run, call.body(), now, story -> CallingTasks.tell(story, call));
    }

    private Decision ofBody(Begun run, AttemptId body, Instant now, Consumer<Story> tell) {
        return run.tree().find(body.node()).map(NodeState::phase).orElse(new Phase.Ready())
                                instanceof Phase.Live live
                        && live.attempt() == body.number()
                        && !(live instanceof Phase.Stopping)
                        && !(live instanceof Phase.Parked)
                ? told(run, now, tell)
                : new Ignore("that body is not running, or waits already");
    }

    private Decision ofLive(Begun run, AttemptId attempt, Instant now, Consumer<Story> tell) {
        return isLive(run, attempt)
                ? told(run, now, tell)
                : new Ignore("that is not what the task is doing now");
    }

    private Decision told(RunState state, Instant now, Consumer<Story> tell) {
        Story story = new Story(state, now, evaluator);
        tell.accept(story);
        if (!story.isSilent()) {
            Histories.look(story);
        }
        return story.isSilent() ? new Ignore("it is known already", story.effects()) : story.end();
    }

    private static boolean isReady(Begun run, NodePath task) {
        return run.tree().find(task).map(NodeState::phase).orElse(new Phase.Open())
                        instanceof Phase.Ready
                && !run.tree().holds().has(task);
    }

    private static boolean isLooking(Begun run, NodePath task, RunEvent.OfCache answer) {
        return answer.node().equals(task)
                && run.tree().find(task).map(NodeState::phase).orElse(new Phase.Open())
                        instanceof Phase.Looking
                && !run.tree().holds().has(task);
    }

    private static boolean isResumable(Begun run, NodePath body) {
        return run.tree().find(body).map(NodeState::phase).orElse(new Phase.Open())
                        instanceof Phase.Parked parked
                && parked.missing() == 0;
    }

    private static boolean isPlaced(Begun run, AttemptId attempt) {
        return run.tree().find(attempt.node()).map(NodeState::phase).orElse(new Phase.Open())
                        instanceof Phase.Placed placed
                && placed.attempt() == attempt.number();
    }

    /** Whether what this body wants still counts: it runs, or waits, and was not told to stop. */
    private static boolean speaks(Begun run, AttemptId body) {
        return isLive(run, body)
                && !(run.tree().node(body.node()).phase() instanceof Phase.Stopping);
    }

    static boolean isLive(Begun run, AttemptId attempt) {
        Optional<Phase> phase = run.tree().find(attempt.node()).map(NodeState::phase);
        return phase.isPresent()
                && phase.get() instanceof Phase.Live live
                && live.attempt() == attempt.number();
    }

    private static AttemptId attempt(NodeState node) {
        return new AttemptId(node.path(), node.tally().attempts());
    }
}
