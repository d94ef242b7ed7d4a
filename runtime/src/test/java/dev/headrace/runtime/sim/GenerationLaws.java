package dev.headrace.runtime.sim;

import dev.headrace.engine.run.NodeState;
import dev.headrace.engine.run.NodeState.Family;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunState;
import dev.headrace.runtime.run.Journal;
import dev.headrace.runtime.run.Owned;
import dev.headrace.spec.run.RunId;
import dev.headrace.spec.run.Value;
import dev.headrace.spi.store.EventStore.Batch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must hold of runs that go on afresh. */
final class GenerationLaws {
    private GenerationLaws() {}

    /** Nothing of what was before is left, but for what the run as a whole keeps. */
    static final class GenerationsAreClean extends Law {
        private final Map<RunId, Set<Value>> recorded = new HashMap<>();
        private final Map<RunId, Set<Value>> earlier = new HashMap<>();

        GenerationsAreClean(World world) {
            super(world);
        }

        @Override
        void happened(Step step) {
            if (step.event() instanceof RunEvent.ValueRecorded(_, String key, Value value)
                    && !key.startsWith("timeout")) { // those are all alike
                recorded.computeIfAbsent(step.run(), _ -> new HashSet<>()).add(value);
            }
            if (!(step.event() instanceof RunEvent.RunContinued continued)) {
                return;
            }
            RunState.Begun old = (RunState.Begun) step.before();
            check(old.tree().live() == 0, "something went on when ", step.event());
            check(old.tree().root().succeeded(), "the body had not succeeded when ", step.event());
            check(!(old instanceof RunState.Cancelling), "a cancelled run goes on: ", step.event());
            check(!(old instanceof RunState.Finished), "an ended run goes on: ", step.event());
            check(
                    step.after().tree().nodes().size() == 1,
                    "something is left after ",
                    step.event());
            NodeState root = step.after().tree().root();
            Family family = root.family();
            check(
                    family.children().isEmpty()
                            && family.recorded().isEmpty()
                            && family.unseen().isEmpty()
                            && family.refused().isEmpty()
                            && family.open() == 0,
                    "something is left in ",
                    root);
            check(root.tally().failures() + root.tally().losses() == 0, "spent: ", root);
            check(
                    continued.generation() == old.head().generation() + 1
                            && continued.epoch() == old.head().epoch()
                            && continued.start().owner().equals(old.head().owner()),
                    "another owner, or generation: ",
                    step.event());
            List<String> kept = old.tree().mailbox().kept().size() == 0 ? List.of() : ids(old);
            check(ids(step.after()).equals(kept), "of ", kept, " are left ", ids(step.after()));
            earlier.computeIfAbsent(step.run(), _ -> new HashSet<>())
                    .addAll(recorded.getOrDefault(step.run(), Set.of()));
            recorded.remove(step.run());
            world.counters.add("went on afresh");
            if (!kept.isEmpty()) {
                world.counters.add("signal kept over generations");
            }
            if (old instanceof RunState.Paused) {
                world.counters.add("went on afresh while paused");
            }
        }

        private static List<String> ids(RunState.Begun run) {
            List<String> ids = new ArrayList<>();
            run.tree().mailbox().kept().forEach(entry -> ids.add(entry.value().id()));
            return ids;
        }

        @Override
        void recorded(Execution execution, String key, Value value) {
            check(
                    key.startsWith("timeout")
                            || !earlier.getOrDefault(execution.assignment.run(), Set.of())
                                    .contains(value),
                    execution,
                    " was told what an earlier generation had recorded");
        }
    }

    /** Who reads from where the row says finds the run as it is, and nothing before. */
    static final class BaseIsEnough extends Law {
        private int batches;

        BaseIsEnough(World world) {
            super(world);
        }

        @Override
        void kept(Batch batch, List<RunEvent> events, Controller writer) {
            batch.row()
                    .ifPresent(row ->
                            check(
                                    row.base() == 1 || row.base() <= batch.sequence(),
                                    row,
                                    " is to be read from after ",
                                    batch.sequence()));
        }

        @Override
        void happened(Step step) {
            if (step.event() instanceof RunEvent.RunContinued continued) {
                check(
                        continued.base() == step.after().head().history().base(),
                        continued,
                        " does not begin where it says");
            }
        }

        @Override
        void adopted(RunId run, long next, RunState.Begun state) {
            if (state.head().history().base() == 1 || batches++ % 4 != 0) {
                return;
            }
            Owned read = Journal.load(new SimStore(world.shelf), world.text, run, state.flow());
            Book.Page page = world.book.page(run);
            check(
                    read.next() == page.next && read.state().equals(page.state),
                    "who reads ",
                    run,
                    " from ",
                    state.head().history().base(),
                    " finds another state");
        }
    }
}
