package dev.headrace.runtime.sim;

import dev.headrace.engine.run.Decision;
import dev.headrace.engine.run.Effect;
import dev.headrace.engine.run.NodeState;
import dev.headrace.engine.run.Phase;
import dev.headrace.engine.run.RunEffects;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunState;
import dev.headrace.engine.run.Timer;
import dev.headrace.runtime.run.Rows;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.RunId;
import dev.headrace.spi.store.EventStore.Batch;
import dev.headrace.spi.store.EventStore.RunRow;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What must hold of journals. */
final class JournalLaws {
    private JournalLaws() {}

    static final class SequencesAreDense extends Law {
        SequencesAreDense(World world) {
            super(world);
        }

        @Override
        void kept(Batch batch, List<RunEvent> events, Controller writer) {
            long next = world.book.page(batch.run()).next;
            check(batch.sequence() == next, batch.run(), " goes on at ", batch.sequence());
            check(batch.count() == events.size(), batch.count(), " events said: ", events);
        }
    }

    static final class NothingFollowsTheEnd extends Law {
        NothingFollowsTheEnd(World world) {
            super(world);
        }

        @Override
        void happened(Step step) {
            check(
                    !(step.before() instanceof RunState.Finished)
                            || step.event() instanceof RunEvent.RunReopened,
                    step.event(),
                    " after the end");
        }
    }

    /** What a controller believes is what its journal says. */
    static final class JournalTellsTheState extends Law {
        private int adoptions;

        JournalTellsTheState(World world) {
            super(world);
        }

        @Override
        void adopted(RunId run, long next, RunState.Begun state) {
            Book.Page page = world.book.page(run);
            if (state instanceof RunState.Finished) {
                check(page.next >= next, "the end of ", run, " is not in its journal");
            }
            check(page.next >= next, run, " is at ", next, ", its journal at ", page.next);
            if (page.next == next && (adoptions++ % 4 == 0 || page.finished())) {
                check(page.state.equals(state), run, " is not what its journal says");
            }
        }
    }

    /** After a crash, nothing that is under way would be forgotten. */
    static final class OutstandingCoversAll extends Law {
        private int adoptions;

        OutstandingCoversAll(World world) {
            super(world);
        }

        @Override
        void adopted(RunId run, long next, RunState.Begun state) {
            if (adoptions++ % 8 != 0) {
                return;
            }
            Set<Object> owed = new HashSet<>(RunEffects.outstanding(state));
            if (state instanceof RunState.Finished) {
                check(owed.isEmpty(), "an ended run owes ", owed);
                return;
            }
            for (var entry : state.tree().nodes()) {
                covers(owed, entry.value(), grace(state));
            }
            for (var limit : state.tree().clocks().due()) {
                owes(owed, new Effect.WakeAt(new Timer.HookDue(limit.key()), limit.value()));
            }
        }

        private static Duration grace(RunState state) {
            return state instanceof RunState.Cancelling cancelling && cancelling.hard()
                    ? Duration.ZERO
                    : RunEffects.GRACE;
        }

        private void covers(Set<Object> owed, NodeState node, Duration grace) {
            switch (node.phase()) {
                case Phase.Placed(int number, var grant) ->
                        owes(
                                owed,
                                new Effect.Dispatch(
                                        new AttemptId(node.path(), number), grant.worker()));
                case Phase.Started(int number, _, _, var deadline, _, _) ->
                        owes(owed, node, number, deadline);
                case Phase.Parked(int number, _, _, var deadline, _, _, _, _) ->
                        owes(owed, node, number, deadline);
                case Phase.Stopping(int number, var grant, _) ->
                        owes(
                                owed,
                                new Effect.Stop(
                                        new AttemptId(node.path(), number), grant.worker(), grace));
                case Phase.BackingOff(var due, _) ->
                        owes(owed, new Effect.WakeAt(new Timer.RetryDue(node.path()), due));
                case Phase.Asleep(_, var due) ->
                        due.ifPresent(at ->
                                owes(owed, new Effect.WakeAt(new Timer.WaitDue(node.path()), at)));
                case Phase.Waiting _,
                        Phase.Doomed _,
                        Phase.Eligible _,
                        Phase.Looking _,
                        Phase.Ready _,
                        Phase.Open _,
                        Phase.Closing _,
                        Phase.Settled _ -> {}
            }
        }

        private void owes(
                Set<Object> owed, NodeState node, int number, Optional<Instant> deadline) {
            deadline.ifPresent(due ->
                    owes(
                            owed,
                            new Effect.WakeAt(
                                    new Timer.Deadline(new AttemptId(node.path(), number)), due)));
        }

        private void owes(Set<Object> owed, Effect effect) {
            check(owed.contains(effect), "nobody would do ", effect);
        }
    }

    /** What lists show is what the journal says. */
    static final class RowsTellTheState extends Law {
        private final Set<RunId> runs = new TreeSet<>();

        RowsTellTheState(World world) {
            super(world);
        }

        @Override
        void kept(Batch batch, List<RunEvent> events, Controller writer) {
            runs.add(batch.run());
        }

        @Override
        void ended() {
            SimStore store = new SimStore(world.shelf);
            for (RunId run : runs) {
                RunState.Begun state = world.book.page(run).begun().orElseThrow();
                Optional<RunRow> row = store.run(run);
                check(
                        row.map(RunRow::state).equals(Optional.of(Rows.word(state)))
                                && row.map(RunRow::owner).equals(Optional.of(state.head().owner()))
                                && row.flatMap(RunRow::ended).isPresent(),
                        row,
                        " of a run that ",
                        Rows.word(state));
            }
        }
    }

    /** Who is told that something happened can read it. */
    static final class RepliesAreKept extends Law {
        RepliesAreKept(World world) {
            super(world);
        }

        @Override
        void replied(RunId run, Decision decision) {
            if (decision instanceof Decision.Accept(var events, _, _)) {
                for (RunEvent event : events) {
                    check(
                            world.book.page(run).events.contains(event),
                            "told of ",
                            event,
                            ", which is not kept");
                }
            }
        }
    }
}
