package dev.headrace.runtime.sim;

import dev.headrace.engine.run.NodeState;
import dev.headrace.engine.run.Phase;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunState;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.RunId;
import dev.headrace.spi.worker.Answer;
import dev.headrace.spi.worker.Assignment;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What must hold of bodies that cancel what they have called, and that wait only for so long. */
final class SpawnLaws {
    private SpawnLaws() {}

    private static String key(RunId run, Object what) {
        return run + " " + what;
    }

    /** When a body is over, what it has cancelled is over, or was told to stop. */
    static final class CancelsAreHeard extends Law {
        private final Map<String, Set<String>> cancelled = new HashMap<>();

        CancelsAreHeard(World world) {
            super(world);
        }

        @Override
        void cancelled(Execution execution, List<String> keys) {
            cancelled
                    .computeIfAbsent(
                            key(execution.assignment.run(), execution.assignment.attempt()),
                            _ -> new HashSet<>())
                    .addAll(keys);
        }

        @Override
        void happened(Step step) {
            if (!(step.event() instanceof RunEvent.AttemptEnded(var attempt, var ending))
                    || !byItself(ending.outcome())
                    || !(step.before() instanceof RunState.Active active)
                    || active.tree().node(attempt.node()).phase() instanceof Phase.Stopping) {
                return;
            }
            for (String name : cancelled.getOrDefault(key(step.run(), attempt), Set.of())) {
                Optional<NodeState> child = step.after().tree().find(attempt.node().child(name));
                check(
                        child.isEmpty()
                                || child.get().phase() instanceof Phase.Settled
                                || child.get().phase() instanceof Phase.Closing
                                || child.get().phase() instanceof Phase.Stopping,
                        attempt,
                        " has cancelled ",
                        child,
                        ", which goes on");
            }
        }

        private static boolean byItself(Outcome outcome) {
            return outcome instanceof Outcome.Succeeded
                    || (outcome instanceof Outcome.Failed(Failure failure)
                            && failure.kind() == Failure.Kind.USER);
        }
    }

    /** What ended first is told first, in each life. */
    static final class ToldInOrder extends Law {
        private final Map<String, Integer> settled = new HashMap<>();
        private final Map<String, Integer> placed = new HashMap<>();
        private int moment;

        ToldInOrder(World world) {
            super(world);
        }

        @Override
        void happened(Step step) {
            moment++;
            switch (step.event()) {
                case RunEvent.AttemptPlaced(var attempt, _) ->
                        placed.put(key(step.run(), attempt.node()), attempt.number());
                case RunEvent.Settling settling ->
                        settled(step.run(), settling.node(), step.after());
                default -> {}
            }
        }

        private void settled(RunId run, NodePath node, RunState.Begun after) {
            if (after.tree().node(node).settled()) {
                settled.put(key(run, node), moment);
            }
        }

        @Override
        void answered(SimWorker worker, Answer answer) {
            String body = key(answer.run(), answer.body().node());
            if (answer.body().number() < placed.getOrDefault(body, 0)) {
                return; // what it had called may have been called anew
            }
            int last = 0;
            for (Answer.Result result : answer.results()) {
                boolean refused =
                        result.outcome() instanceof Outcome.Failed(Failure failure)
                                && (failure.kind() == Failure.Kind.DIVERGED
                                        || failure.kind() == Failure.Kind.LIMIT);
                int at =
                        settled.getOrDefault(
                                key(answer.run(), answer.body().node().child(result.key())), 0);
                check(refused || at >= last, answer, " tells ", result, " too late");
                last = refused ? last : at;
            }
        }
    }

    static final class NoWaitIsCutShort extends Law {
        NoWaitIsCutShort(World world) {
            super(world);
        }

        @Override
        void happened(Step step) {
            if (step.event() instanceof RunEvent.AwaitLapsed(var body, _)) {
                check(
                        ((RunState.Begun) step.before()).tree().node(body.node()).phase()
                                        instanceof Phase.Parked parked
                                && parked.missing() > 0
                                && parked.until()
                                        .filter(until -> !world.now().isBefore(until.due()))
                                        .isPresent(),
                        body,
                        " gave up too early, or what had come");
            }
        }
    }

    /** Once all is well, whoever has waited long enough is told so within a minute. */
    static final class NoWaitIsForgotten extends Law {
        private static final Duration SLACK = Duration.ofMinutes(1);

        private final Map<RunId, Map<NodePath, Instant>> waits = new HashMap<>();
        private Optional<Instant> healed = Optional.empty();

        NoWaitIsForgotten(World world) {
            super(world);
        }

        @Override
        void happened(Step step) {
            if (world.healed() && healed.isEmpty()) {
                healed = Optional.of(world.now());
            }
            Map<NodePath, Instant> mine = waits.computeIfAbsent(step.run(), _ -> new HashMap<>());
            switch (step.event()) {
                case RunEvent.AttemptParked(var body, _, _, var until) when until.isPresent() ->
                        mine.put(body.node(), until.get().due());
                case RunEvent.AwaitLapsed(var body, _) -> mine.remove(body.node());
                case RunEvent.AttemptResumed(var body) -> mine.remove(body.node());
                case RunEvent.AttemptStopping(var body, _) -> mine.remove(body.node());
                case RunEvent.AttemptEnded(var body, _) -> mine.remove(body.node());
                default -> {}
            }
            if (healed.isPresent() && step.after() instanceof RunState.Active) {
                mine.forEach((body, due) -> {
                    Instant latest = due.isAfter(healed.get()) ? due : healed.get();
                    check(
                            world.now().isBefore(latest.plus(SLACK))
                                    || !(step.after().tree().node(body).phase()
                                            instanceof Phase.Parked parked)
                                    || parked.missing() == 0,
                            body,
                            " should have gone on at ",
                            due);
                });
            }
        }
    }

    /** An attempt knows just what this life of its body has waited for in vain. */
    static final class LapsesAreKept extends Law {
        private final Map<String, Set<String>> lapsed = new HashMap<>();

        LapsesAreKept(World world) {
            super(world);
        }

        @Override
        void happened(Step step) {
            switch (step.event()) {
                case RunEvent.RunContinued _ ->
                        lapsed.keySet().removeIf(known -> known.startsWith(step.run().text()));
                case RunEvent.AwaitLapsed(var body, var name) ->
                        lapsed.computeIfAbsent(key(step.run(), body.node()), _ -> new HashSet<>())
                                .add(name);
                case RunEvent.AttemptRoused(var body, var name) when name.isPresent() ->
                        lapsed.computeIfAbsent(key(step.run(), body.node()), _ -> new HashSet<>())
                                .add(name.get());
                case RunEvent.ValueRecorded(var body, var name, _) when name.contains("~") ->
                        lapsed.computeIfAbsent(key(step.run(), body), _ -> new HashSet<>())
                                .add(name);
                case RunEvent.AttemptPlaced(var attempt, _)
                        when step.after().tree().node(attempt.node()).tally().life()
                                > ((RunState.Begun) step.before())
                                        .tree()
                                        .node(attempt.node())
                                        .tally()
                                        .life() ->
                        lapsed.remove(key(step.run(), attempt.node()));
                default -> {}
            }
        }

        @Override
        void assigned(SimWorker worker, Assignment assignment) {
            RunState.Begun run = world.book.page(assignment.run()).begun().orElseThrow();
            if (run.head().epoch() != assignment.epoch()
                    || !world.live(assignment.run(), assignment.attempt())) {
                return;
            }
            Set<String> told = new HashSet<>(assignment.recorded().keySet());
            told.removeIf(name -> !name.startsWith("timeout"));
            Set<String> true_ =
                    lapsed.getOrDefault(
                            key(assignment.run(), assignment.attempt().node()), Set.of());
            check(told.equals(true_), assignment.attempt(), " knows ", told, ", not ", true_);
        }
    }
}
