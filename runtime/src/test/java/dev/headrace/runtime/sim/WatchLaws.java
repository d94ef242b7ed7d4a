package dev.headrace.runtime.sim;

import dev.headrace.engine.run.NodeState;
import dev.headrace.engine.run.Phase;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunState;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.RunId;
import dev.headrace.spi.worker.Answer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What must hold of bodies in which several wait at once. */
final class WatchLaws {
    private WatchLaws() {}

    private static String key(RunId run, AttemptId body) {
        return run + " " + body;
    }

    abstract static class OfWatches extends Law {
        final Map<String, Set<NodePath>> watched = new HashMap<>();

        OfWatches(World world) {
            super(world);
        }

        final void look(RunId run, RunEvent event) {
            if (event instanceof RunEvent.CallsWatched(var body, var calls)) {
                watched.computeIfAbsent(key(run, body), _ -> new TreeSet<>()).addAll(calls);
            } else if (event instanceof RunEvent.AttemptEnded(var body, _)) {
                watched.remove(key(run, body));
            }
        }

        final Set<NodePath> watched(RunId run, AttemptId body) {
            return watched.getOrDefault(key(run, body), Set.of());
        }

        static boolean over(RunState.Begun state, NodePath call) {
            return state.tree().find(call).filter(NodeState::settled).isPresent();
        }
    }

    /** Who rests has been told of all that it watches and that is over. */
    static final class RestsAfterHearing extends OfWatches {
        private final Map<String, Set<NodePath>> told = new HashMap<>();

        RestsAfterHearing(World world) {
            super(world);
        }

        @Override
        void happened(Step step) {
            look(step.run(), step.event());
            if (step.event() instanceof RunEvent.AttemptRested(var body, _)) {
                for (NodePath call : watched(step.run(), body)) {
                    check(
                            !over(step.after(), call)
                                    || told.getOrDefault(key(step.run(), body), Set.of())
                                            .contains(call),
                            body,
                            " rests and has not heard that ",
                            call,
                            " is over");
                }
            }
        }

        @Override
        void answered(SimWorker worker, Answer answer) {
            for (Answer.Result result : answer.results()) {
                told.computeIfAbsent(key(answer.run(), answer.body()), _ -> new HashSet<>())
                        .add(answer.body().node().child(result.key()));
            }
        }
    }

    /** Who rests goes on as soon as there is room when something that it watches is over. */
    static final class SoonToldOrRoused extends OfWatches {
        private final Map<RunId, Map<AttemptId, Set<NodePath>>> resting = new HashMap<>();

        SoonToldOrRoused(World world) {
            super(world);
        }

        @Override
        void happened(Step step) {
            look(step.run(), step.event());
            Map<AttemptId, Set<NodePath>> mine =
                    resting.computeIfAbsent(step.run(), _ -> new HashMap<>());
            if (step.event() instanceof RunEvent.AttemptRested(var body, _)) {
                Set<NodePath> open = new TreeSet<>(watched(step.run(), body));
                open.removeIf(call -> over(step.after(), call));
                mine.put(body, open);
            } else if (step.event() instanceof RunEvent.AttemptRoused(var body, _)) {
                mine.remove(body);
            } else if (step.event() instanceof RunEvent.AttemptResumed(var body)) {
                Set<NodePath> open = mine.remove(body);
                check(
                        open == null || open.stream().anyMatch(call -> over(step.after(), call)),
                        body,
                        " goes on, and nothing that it watches is over");
            }
            mine.forEach((body, open) ->
                    check(
                            !(step.after()
                                                    .tree()
                                                    .find(body.node())
                                                    .map(NodeState::phase)
                                                    .orElse(null)
                                            instanceof Phase.Parked parked)
                                    || parked.attempt() != body.number()
                                    || parked.missing() == 0
                                    || open.stream().noneMatch(call -> over(step.after(), call)),
                            body,
                            " rests on although something that it watches is over"));
        }
    }
}
