package dev.headrace.runtime.view;

import dev.headrace.engine.run.NodeState;
import dev.headrace.engine.run.RunState.Begun;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Why a run failed: the failures that are nobody else's consequence.
 *
 * @param first the one that the run failed of
 * @param others failed tasks besides
 */
public record Causes(Cause first, List<Cause> others) {
    /** A node and what went wrong in it. */
    public record Cause(NodePath node, Failure failure) {}

    public Causes {
        others = List.copyOf(others);
    }

    /** What a body sees of a failure that is no exception of its language: a crash, a timeout. */
    private static final String WRAPPED = "headrace.TaskFailed";

    /** Empty when the run has not failed. */
    public static Optional<Causes> of(Begun run) {
        Optional<Failure> whole = failure(run.tree().root());
        if (whole.isEmpty()) {
            return Optional.empty();
        }
        List<Cause> failed = failed(run);
        Optional<Cause> same =
                failed.stream().filter(cause -> isOf(whole.get(), cause.failure())).findFirst();
        Cause first = same.orElse(new Cause(NodePath.ROOT, whole.get()));
        return Optional.of(
                new Causes(first, failed.stream().filter(cause -> !cause.equals(first)).toList()));
    }

    /** The tasks that failed by themselves, in the order in which they were asked for. */
    public static List<Cause> failed(Begun run) {
        List<Cause> failed = new ArrayList<>();
        for (NodeState task : RunDocument.tasks(run)) {
            failure(task)
                    .filter(failure -> !isConsequence(failure.kind()))
                    .ifPresent(failure -> failed.add(new Cause(task.path(), failure)));
        }
        return failed;
    }

    private static Optional<Failure> failure(NodeState node) {
        return node.outcome().isPresent()
                        && node.outcome().get() instanceof Outcome.Failed(Failure failure)
                ? Optional.of(failure)
                : Optional.empty();
    }

    private static boolean isConsequence(Failure.Kind kind) {
        return switch (kind) {
            case UPSTREAM, UNSEEN, CANCELLED -> true;
            case USER,
                    CRASH,
                    TIMEOUT,
                    MEMORY,
                    VALUE,
                    STORE,
                    INPUT,
                    DIVERGED,
                    LIMIT,
                    CAPACITY,
                    LOST,
                    ENGINE ->
                    false;
        };
    }

    /**
     * Whether the run failed because this did: its failure came through, whatever stands around.
     */
    private static boolean isOf(Failure whole, Failure part) {
        boolean sameType = whole.type().equals(part.type()) || whole.type().equals(WRAPPED);
        return sameType && whole.message().endsWith(part.message());
    }
}
