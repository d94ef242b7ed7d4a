package dev.headrace.runtime.sim;

import dev.headrace.engine.run.Caching;
import dev.headrace.engine.run.NodeState;
import dev.headrace.engine.run.NotTaken;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunState;
import dev.headrace.spec.run.Argument;
import dev.headrace.spec.run.Ending;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.RunId;
import dev.headrace.spec.run.Value;
import dev.headrace.spi.store.EventStore.Batch;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must hold of results that are taken from earlier runs. */
final class CacheLaws {
    private CacheLaws() {}

    /**
     * What is taken is what the task would have made, it was made when it is said to have been, its
     * content is there, and the task is not run besides. What is made is kept in the same commit.
     */
    static final class CacheIsTrue extends Law {
        private final Set<String> taken = new HashSet<>();
        private final Set<String> made = new HashSet<>();
        private final Set<String> entries = new HashSet<>();
        private Instant at = Instant.EPOCH;
        private boolean meddled;

        CacheIsTrue(World world) {
            super(world);
        }

        @Override
        void kept(Batch batch, List<RunEvent> events, Controller writer) {
            at = batch.at();
            entries.clear();
            batch.kept().forEach(entry -> entries.add(entry.node() + " " + entry.key()));
            meddled =
                    events.stream()
                            .anyMatch(event ->
                                    event instanceof RunEvent.NodeMarked
                                            || event instanceof RunEvent.RunReopened);
        }

        @Override
        void happened(Step step) {
            switch (step.event()) {
                case RunEvent.CacheHit hit -> hit(step.run(), hit, step.after());
                case RunEvent.RunContinued _ ->
                        taken.removeIf(path -> path.startsWith(step.run() + " "));
                case RunEvent.CacheMissed miss -> {
                    taken.remove(step.run() + " " + miss.node());
                    if (miss.why().what() == NotTaken.What.GONE) {
                        world.counters.add("cached content was gone");
                    } else if (miss.why().what() == NotTaken.What.EXPIRED) {
                        world.counters.add("cached result had expired");
                    } else if (miss.why().nearest().isPresent()) {
                        world.counters.add("not cached, and what changed is known");
                    }
                }
                case RunEvent.AttemptPlaced(var attempt, _) ->
                        check(
                                !taken.contains(step.run() + " " + attempt.node()),
                                attempt,
                                " of ",
                                step.run(),
                                " was taken from the cache, and is run");
                case RunEvent.NodeSettled(var node)
                        when step.after().tree().cache().looked(node).orElse(null)
                                        instanceof Caching.Missed missed
                                && step.after().tree().node(node).succeeded() -> {
                    made.add(step.run() + " " + node + " " + at);
                    check(
                            meddled
                                    || missed.key().isEmpty()
                                    || (node.isRoot()
                                            && step.after().head().history().next().isPresent())
                                    || step.after().tree().hands().marks().has(node)
                                    || entries.contains(node + " " + missed.key()),
                            node,
                            " of ",
                            step.run(),
                            " was made, and is not kept");
                }
                default -> {}
            }
        }

        private void hit(RunId run, RunEvent.CacheHit hit, RunState.Begun after) {
            world.counters.add("taken from the cache");
            NodeState node = after.tree().node(hit.node());
            taken.add(run + " " + hit.node());
            check(!world.people.refusesCache(run), hit, " in a run that takes nothing");
            Scenario scenario = world.book.page(run).scenario;
            Program program = scenario.program(node.task());
            String value =
                    program.value(
                            program.start(
                                    node.inputs().stream()
                                            .map(input -> text(after, input))
                                            .toList()));
            check(hit.value().json().equals(value), hit, " where it would have made ", value);
            check(
                    made.contains(
                            hit.from().run() + " " + hit.from().task() + " " + hit.from().at()),
                    hit,
                    " but nothing was made there and then");
            check(
                    node.task().cache().orElseThrow().expiry().stream()
                            .allMatch(age -> at.isBefore(hit.from().at().plus(age))),
                    hit,
                    " had expired");
            for (Ending.Named artifact : hit.artifacts()) {
                for (String digest : world.gone) {
                    check(!artifact.value().json().contains(digest), hit, " whose content is gone");
                }
            }
        }

        private static String text(RunState.Begun run, Argument argument) {
            if (argument.holes().isEmpty()) {
                return argument.value().json();
            }
            return run.tree().node(argument.holes().getFirst()).outcome().orElse(null)
                            instanceof Outcome.Succeeded(Value value)
                    ? value.json()
                    : Value.NULL.json();
        }
    }
}
