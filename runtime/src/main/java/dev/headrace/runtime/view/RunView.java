package dev.headrace.runtime.view;

import dev.headrace.engine.run.RunEvent;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.NodePath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What documents tell of a run and the engine's state does not keep: times, workers, logs,
 * artifacts, how each attempt came out. Folded from the journal.
 */
public final class RunView {
    private final Map<NodePath, List<AttemptView>> attempts = new HashMap<>();
    private final Map<NodePath, Instant> settled = new HashMap<>();
    private final Map<NodePath, Instant> began = new HashMap<>();
    private Optional<Instant> started = Optional.empty();
    private Optional<Instant> ended = Optional.empty();
    private String origin = "";
    private long next;

    /** Of a run that has not begun. */
    public RunView() {
        this(1);
    }

    /**
     * Nothing of the run is known yet.
     *
     * @param base the sequence number of the first event that will be in here
     */
    public RunView(long base) {
        next = base;
    }

    /**
     * The events of a batch, which were kept at this time; those that are known are passed over.
     */
    public void apply(long sequence, Instant at, List<RunEvent> events) {
        if (sequence > next) {
            throw new IllegalStateException(
                    "the journal was read from " + sequence + " on, not from " + next);
        }
        int known = (int) Math.min(next - sequence, events.size());
        for (RunEvent event : events.subList(known, events.size())) {
            apply(at, event);
        }
        next = Math.max(next, sequence + events.size());
    }

    private void apply(Instant at, RunEvent event) {
        switch (event) {
            case RunEvent.RunStarted begun -> {
                started = Optional.of(at);
                origin = begun.origin();
            }
            case RunEvent.RunContinued continued -> {
                attempts.clear();
                settled.clear();
                began.clear();
                started = Optional.of(at);
                ended = Optional.empty();
                origin = continued.start().origin();
            }
            case RunEvent.RunFinished _ -> ended = Optional.of(at);
            case RunEvent.RunReopened _ -> ended = Optional.empty();
            case RunEvent.AttemptPlaced(AttemptId attempt, var grant) ->
                    attempts.computeIfAbsent(attempt.node(), _ -> new ArrayList<>(1))
                            .add(AttemptView.placed(attempt.number(), grant.worker(), at));
            case RunEvent.AttemptStarted(AttemptId attempt, Instant since, _) ->
                    change(attempt.node(), view -> view.startedAt(since));
            case RunEvent.AttemptEnded(AttemptId attempt, var ending) ->
                    change(attempt.node(), view -> view.ended(ending, at));
            case RunEvent.NodeFailed(NodePath node, var failure) -> {
                settled.put(node, at);
                change(node, view -> view.failed(failure));
            }
            case RunEvent.PollPlanned(NodePath task, _) -> {
                started(task).ifPresent(first -> began.put(task, first));
                attempts.getOrDefault(task, new ArrayList<>()).removeLast(); // looks are folded
            }
            case RunEvent.WaitBegan(NodePath node, Instant since, _) -> began.put(node, since);
            case RunEvent.Settling settling -> settled.put(settling.node(), at);
            case RunEvent.OwnerChanged _,
                    RunEvent.GraphOpened _,
                    RunEvent.GraphHeld _,
                    RunEvent.ConditionAnswered _,
                    RunEvent.ItemsExpanded _,
                    RunEvent.CallOpened _,
                    RunEvent.TasksSpawned _,
                    RunEvent.CallRefused _,
                    RunEvent.TaskReset _,
                    RunEvent.ValueRecorded _,
                    RunEvent.AttemptParked _,
                    RunEvent.AwaitLapsed _,
                    RunEvent.AttemptResumed _,
                    RunEvent.Watched _,
                    RunEvent.AttemptStopping _,
                    RunEvent.RetryPlanned _,
                    RunEvent.TaskQueued _,
                    RunEvent.CancelRequested _,
                    RunEvent.HistoryWarned _,
                    RunEvent.CacheMissed _,
                    RunEvent.ByHand _,
                    RunEvent.OfHooks _ -> {}
        }
    }

    /** What is in here was over then, and the run went on. */
    void over(Instant at) {
        ended = ended.or(() -> Optional.of(at));
    }

    private void change(NodePath node, UnaryOperator<AttemptView> change) {
        List<AttemptView> list = attempts.get(node);
        if (list != null) {
            list.set(list.size() - 1, change.apply(list.getLast()));
        }
    }

    /** All tries of a task, those of earlier generations too. */
    public List<AttemptView> attempts(NodePath node) {
        return List.copyOf(attempts.getOrDefault(node, List.of()));
    }

    public Optional<AttemptView> lastAttempt(NodePath node) {
        List<AttemptView> list = attempts.getOrDefault(node, List.of());
        return list.isEmpty() ? Optional.empty() : Optional.of(list.getLast());
    }

    /** When the run began. */
    public Optional<Instant> started() {
        return started;
    }

    public Optional<Instant> ended() {
        return ended;
    }

    /** When its first attempt, or its wait, began. */
    public Optional<Instant> started(NodePath node) {
        List<AttemptView> list = attempts.getOrDefault(node, List.of());
        return Optional.ofNullable(began.get(node))
                .or(() -> list.stream().flatMap(view -> view.started().stream()).findFirst());
    }

    /** When it settled last. */
    public Optional<Instant> settled(NodePath node) {
        return Optional.ofNullable(settled.get(node));
    }

    /** What started the run. */
    public String origin() {
        return origin;
    }

    /** The sequence number of the first event that is not in here. */
    public long next() {
        return next;
    }
}
