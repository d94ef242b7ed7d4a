package dev.headrace.runtime.sim;

import dev.headrace.engine.run.NodeState;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunState;
import dev.headrace.engine.run.Verdict;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.run.Call;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.RunId;
import dev.headrace.spec.run.Value;
import dev.headrace.spi.worker.Answer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What must hold of code that calls code, of retries, and of what comes out. */
final class BodyLaws {
    private BodyLaws() {}

    private static String key(RunId run, NodePath node) {
        return run + " " + node;
    }

    /** The state by the journal, if this answer comes from the run's owner. */
    private static Optional<RunState.Begun> owned(World world, SimWorker worker, Answer answer) {
        return world.book
                .page(answer.run())
                .begun()
                .filter(run -> run.head().owner().equals(worker.controller.name));
    }

    /** A body is told of its children what the journal says. */
    static final class AnswersAreTrue extends Law {
        AnswersAreTrue(World world) {
            super(world);
        }

        @Override
        void answered(SimWorker worker, Answer answer) {
            owned(world, worker, answer).ifPresent(run -> look(run, answer));
        }

        private void look(RunState.Begun run, Answer answer) {
            NodeState body = run.tree().node(answer.body().node());
            for (Answer.Result result : answer.results()) {
                Optional<Outcome> refused =
                        body.family().refused().get(result.key()).map(Outcome.Failed::new);
                Optional<Outcome> settled =
                        run.tree()
                                .find(body.path().child(result.key()))
                                .flatMap(NodeState::outcome);
                check(
                        refused.or(() -> settled).equals(Optional.of(result.outcome())),
                        answer.body(),
                        " is told ",
                        result,
                        ", the journal says ",
                        settled);
            }
        }
    }

    /** A call with other arguments than before is never taken for the same call. */
    static final class DivergenceIsSeen extends Law {
        private final Map<String, String> digests = new HashMap<>();
        private final Map<String, String> called = new HashMap<>();

        DivergenceIsSeen(World world) {
            super(world);
        }

        @Override
        void happened(Step step) {
            if (step.event() instanceof RunEvent.TasksSpawned(var body, var calls)) {
                calls.forEach(call ->
                        digests.put(key(step.run(), body.node().child(call.key())), call.digest()));
            }
        }

        @Override
        void called(Execution execution, Call call) {
            called.put(
                    execution.assignment.run() + " " + execution.assignment.attempt() + call.key(),
                    call.digest());
        }

        @Override
        void answered(SimWorker worker, Answer answer) {
            for (Answer.Result result : answer.results()) {
                String now = called.get(answer.run() + " " + answer.body() + result.key());
                String first =
                        digests.get(key(answer.run(), answer.body().node().child(result.key())));
                boolean refused =
                        result.outcome() instanceof Outcome.Failed(Failure failure)
                                && failure.kind() == Failure.Kind.DIVERGED;
                check(
                        refused || Objects.equals(now, first),
                        answer.body(),
                        " has other arguments than before and is told ",
                        result);
            }
        }
    }

    /** What failed before a retry began, the retry does not see. */
    static final class RetriesSeeSuccessesOnly extends Law {
        private final Map<String, Integer> begun = new HashMap<>();
        private final Map<String, Integer> settled = new HashMap<>();
        private final Set<String> lost = new HashSet<>();
        private int moment;

        RetriesSeeSuccessesOnly(World world) {
            super(world);
        }

        @Override
        void happened(Step step) {
            moment++;
            switch (step.event()) {
                case RunEvent.AttemptPlaced(var attempt, _) -> {
                    String key = key(step.run(), attempt.node());
                    if (!lost.remove(key)) {
                        begun.put(key, moment);
                    }
                }
                case RunEvent.AttemptEnded(var attempt, var ending) -> {
                    if (ending.outcome() instanceof Outcome.Lost) {
                        lost.add(key(step.run(), attempt.node()));
                    }
                }
                case RunEvent.TaskReset(var task) -> lost.remove(key(step.run(), task));
                case RunEvent.RunReopened _, RunEvent.RunContinued _ ->
                        lost.removeIf(key -> key.startsWith(step.run().text()));
                case RunEvent.NodeSettled(var node) -> settled.put(key(step.run(), node), moment);
                case RunEvent.NodeMarked(var node, _, _, _) ->
                        settled.put(key(step.run(), node), moment);
                case RunEvent.CacheHit hit -> settled.put(key(step.run(), hit.node()), moment);
                case RunEvent.NodeFailed(var node, _) -> settled.put(key(step.run(), node), moment);
                case RunEvent.NodeSkipped(var node, _, _) ->
                        settled.put(key(step.run(), node), moment);
                case RunEvent.NodeCancelled(var node, _) ->
                        settled.put(key(step.run(), node), moment);
                default -> {}
            }
        }

        @Override
        void answered(SimWorker worker, Answer answer) {
            if (owned(world, worker, answer).isEmpty()) {
                return;
            }
            int since = begun.getOrDefault(key(answer.run(), answer.body().node()), 0);
            for (Answer.Result result : answer.results()) {
                boolean refused =
                        result.outcome() instanceof Outcome.Failed(Failure failure)
                                && (failure.kind() == Failure.Kind.DIVERGED
                                        || failure.kind() == Failure.Kind.LIMIT);
                NodePath child = answer.body().node().child(result.key());
                check(
                        result.outcome() instanceof Outcome.Succeeded
                                || refused
                                || settled.getOrDefault(key(answer.run(), child), 0) > since,
                        answer.body(),
                        " sees that ",
                        result,
                        ", of an earlier life");
            }
        }
    }

    /** But for an attempt that goes on although the run has been put back since it was placed. */
    static final class RecordedOnce extends Law {
        private final Map<String, Value> values = new HashMap<>();
        private final Map<RunId, Integer> resets = new HashMap<>();
        private final Map<String, Integer> placed = new HashMap<>();

        RecordedOnce(World world) {
            super(world);
        }

        @Override
        void happened(Step step) {
            if (step.event() instanceof RunEvent.RunContinued) {
                values.keySet().removeIf(known -> known.startsWith(step.run().text()));
            }
            if (step.event() instanceof RunEvent.AttemptPlaced(var attempt, _)) {
                placed.put(step.run() + " " + attempt, resets.getOrDefault(step.run(), 0));
            }
            if (step.event() instanceof RunEvent.HooksOpened opened) {
                for (String name : opened.hooks()) { // one that follows again begins from scratch
                    String hook = key(step.run(), opened.node().child(":" + name));
                    values.keySet()
                            .removeIf(key ->
                                    key.startsWith(hook + " ") || key.startsWith(hook + "/"));
                }
            }
            if (step.event() instanceof RunEvent.RunReopened(_, _, _, var reset)
                    && reset.isPresent()) {
                resets.merge(step.run(), 1, Integer::sum);
                for (NodePath path : reset.get().scratch()) {
                    String whole = key(step.run(), path);
                    values.keySet()
                            .removeIf(known ->
                                    known.startsWith(whole + " ")
                                            || known.startsWith(whole + "/")
                                            || known.startsWith(whole + "[")
                                            || (path.isRoot() && known.startsWith(whole)));
                }
            }
        }

        @Override
        void recorded(Execution execution, String key, Value value) {
            RunId run = execution.assignment.run();
            String attempt = run + " " + execution.assignment.attempt();
            if (placed.getOrDefault(attempt, 0) < resets.getOrDefault(run, 0)) {
                return;
            }
            Value first =
                    values.computeIfAbsent(key(run, execution.node()) + " " + key, _ -> value);
            check(first.equals(value), execution, " was told ", first, ", now ", value);
        }
    }

    /** No more retries than the task has, and none of them spent on a loss. */
    static final class BudgetsAreKept extends Law {
        private final Map<String, Integer> retries = new HashMap<>();
        private final Map<String, Outcome> last = new HashMap<>();

        BudgetsAreKept(World world) {
            super(world);
        }

        @Override
        void happened(Step step) {
            if (step.event() instanceof RunEvent.NodeSettled(var node)
                    && step.after().tree().node(node).outcome().orElse(null)
                            instanceof Outcome.Failed(Failure failure)
                    && step.after().tree().node(node).spec() instanceof Task task
                    && task.retry().worth().never().has(failure)
                    && step.after().tree().node(node).tally().failures()
                            <= task.retry().retries()) {
                world.counters.add("not worth a retry");
            }
            switch (step.event()) {
                case RunEvent.AttemptEnded(var attempt, var ending) ->
                        last.put(key(step.run(), attempt.node()), ending.outcome());
                case RunEvent.TaskReset(var task) -> {
                    String key = key(step.run(), task);
                    retries.keySet().removeIf(one -> one.equals(key) || one.startsWith(key + "/:"));
                }
                case RunEvent.RunReopened _, RunEvent.RunContinued _ ->
                        retries.keySet().removeIf(key -> key.startsWith(step.run().text()));
                case RunEvent.RetryPlanned(var task, _, boolean lost) -> {
                    boolean reallyLost = last.get(key(step.run(), task)) instanceof Outcome.Lost;
                    check(lost == reallyLost, task, " is tried again after a loss, or not");
                    int used = lost ? 0 : retries.merge(key(step.run(), task), 1, Integer::sum);
                    int may = step.after().tree().node(task).task().retry().retries();
                    check(
                            lost
                                    || worth(
                                            step.after().tree().node(task),
                                            last.get(key(step.run(), task))),
                            task,
                            " is tried again for what is not worth it");
                    check(used <= may, task, " has ", may, " retries, this is number ", used);
                }
                default -> {}
            }
        }
    }

    /** Told anew: by the names of the failure alone, and one by one. */
    private static boolean worth(NodeState node, @Nullable Outcome last) {
        if (!(last instanceof Outcome.Failed(Failure failure))) {
            return true; // it succeeded, and left the failure of a child unseen
        }
        var worth = node.task().retry().worth();
        List<String> means =
                List.of(failure.type(), failure.kind().name().toLowerCase(Locale.ROOT));
        return means.stream().noneMatch(worth.never().names()::contains)
                && (worth.on().isEmpty() || means.stream().anyMatch(worth.on().names()::contains));
    }

    /** A run comes to what its flow comes to when it is simply run. */
    static final class ResultsAreRight extends Law {
        private final Set<RunId> disturbed = new HashSet<>();
        private final Set<RunId> mixed = new HashSet<>();

        ResultsAreRight(World world) {
            super(world);
        }

        @Override
        void happened(Step step) {
            switch (step.event()) {
                case RunEvent.CancelRequested _ -> disturbed.add(step.run());
                case RunEvent.NodeMarked _ -> mixed.add(step.run());
                case RunEvent.RunReopened(_, _, _, var reset) -> {
                    if (reset.isEmpty()) {
                        disturbed.remove(step.run());
                    } else if (step.before() instanceof RunState.Finished done
                            && done.verdict() != Verdict.SUCCEEDED
                            && !reset.get().scratch().isEmpty()) {
                        // what is not in the plan stays as it came out, and joins see it
                        mixed.add(step.run());
                    }
                }
                case RunEvent.AttemptEnded(_, var ending)
                        when ending.outcome() instanceof Outcome.Failed(Failure failure)
                                && failure.kind() == Failure.Kind.LOST ->
                        disturbed.add(step.run());
                case RunEvent.RunFinished(var verdict) -> ended(step.run(), verdict, step.after());
                default -> {}
            }
        }

        private void ended(RunId run, Verdict verdict, RunState.Begun after) {
            if (mixed.contains(run)) {
                return;
            }
            Expected expected = world.book.page(run).expected;
            if (expected.open() || (expected.joined() && disturbed.contains(run))) {
                return;
            }
            if (verdict == Verdict.SUCCEEDED) {
                check(!expected.never(), run, " succeeded, which it cannot: ", expected);
                Optional<Value> result = ((RunState.Finished) after).result();
                check(
                        result.equals(Optional.of(new Value(expected.text()))),
                        run,
                        " gave ",
                        result,
                        ", not ",
                        expected);
            } else {
                check(
                        disturbed.contains(run) || expected.never() || !expected.sure(),
                        run,
                        " ",
                        verdict,
                        ": ",
                        after.tree().root().phase(),
                        ", not ",
                        expected);
                check(
                        verdict == Verdict.FAILED || disturbed.contains(run),
                        run,
                        " is cancelled, which nobody wished");
            }
        }
    }
}
