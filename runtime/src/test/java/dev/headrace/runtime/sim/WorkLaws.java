package dev.headrace.runtime.sim;

import dev.headrace.engine.run.Grant;
import dev.headrace.engine.run.NodeState;
import dev.headrace.engine.run.Phase;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunState;
import dev.headrace.spec.flow.ForEach;
import dev.headrace.spec.flow.Graph;
import dev.headrace.spec.flow.Policy;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.run.Argument;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.RunId;
import dev.headrace.spec.run.Value;
import dev.headrace.spi.worker.Assignment;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What must hold of what workers really do. */
final class WorkLaws {
    private WorkLaws() {}

    private static String key(RunId run, AttemptId attempt) {
        return run + " " + attempt;
    }

    private static String key(Execution execution) {
        return key(execution.assignment.run(), execution.assignment.attempt());
    }

    static final class AnAttemptHappensOnce extends Law {
        private final Set<String> began = new HashSet<>();
        private final Set<String> effects = new HashSet<>();

        AnAttemptHappensOnce(World world) {
            super(world);
        }

        @Override
        void began(Execution execution) {
            check(began.add(key(execution)), execution, " began twice");
        }

        @Override
        void tookEffect(Execution execution) {
            check(effects.add(key(execution)), execution, " took effect twice");
        }
    }

    /** No work without a line in the journal that was there before. */
    static final class PlacedBeforeItHappens extends Law {
        PlacedBeforeItHappens(World world) {
            super(world);
        }

        @Override
        void assigned(SimWorker worker, Assignment assignment) {
            placed(worker, assignment);
        }

        @Override
        void began(Execution execution) {
            placed(execution.worker, execution.assignment);
        }

        private void placed(SimWorker worker, Assignment assignment) {
            Optional<Grant> grant =
                    Optional.ofNullable(
                            world.book.page(assignment.run()).placed.get(assignment.attempt()));
            check(
                    grant.map(Grant::worker).equals(Optional.of(worker.id)),
                    assignment.attempt(),
                    " is not placed at ",
                    worker.id,
                    " by the journal");
        }
    }

    static final class NeedsAreMet extends Law {
        NeedsAreMet(World world) {
            super(world);
        }

        @Override
        void began(Execution execution) {
            RunState.Begun run = world.book.page(execution.assignment.run()).begun().orElseThrow();
            NodeState node = run.tree().node(execution.node());
            boolean plain = Joined.plain(run.tree(), node);
            if (plain) {
                for (NodePath need : node.needs()) {
                    check(run.tree().node(need).succeeded(), execution, " began before ", need);
                }
            } else {
                check(
                        Joined.runs(run.tree(), node),
                        execution,
                        " began against its join ",
                        node.rules(),
                        " for ",
                        node.needs().stream()
                                .map(need -> need + " " + run.tree().node(need).phase())
                                .toList());
            }
            for (Argument input : execution.assignment.inputs()) {
                for (NodePath hole : input.holes()) {
                    Optional<Value> there =
                            Optional.ofNullable(execution.assignment.results().get(hole));
                    Optional<Value> kept =
                            run.tree().node(hole).outcome().orElse(null)
                                            instanceof Outcome.Succeeded(Value value)
                                    ? Optional.of(value)
                                    : Optional.of(Value.NULL);
                    check(
                            there.equals(kept)
                                    || (!Joined.plainThroughout(run.tree(), node)
                                            && there.equals(Optional.of(Value.NULL))),
                            execution,
                            " has ",
                            there,
                            " for ",
                            hole);
                }
            }
        }
    }

    /** Where a failure holds the others, nothing begins once something has failed. */
    static final class HeldGraphsStartNothing extends Law {
        HeldGraphsStartNothing(World world) {
            super(world);
        }

        @Override
        void happened(Step step) {
            if (!(step.event() instanceof RunEvent.AttemptPlaced(var attempt, _))) {
                return;
            }
            NodeState node = step.after().tree().node(attempt.node());
            boolean again = node.tally().begun();
            for (NodeState above = node; !again && above.parent().isPresent(); ) {
                if (above.path().key().startsWith(":")) {
                    return; // it follows what has failed
                }
                above = step.after().tree().node(above.parent().get());
                if (above.spec() instanceof Task) {
                    return;
                }
                if (above.spec() instanceof ForEach each) {
                    check(
                            !each.tolerance().satisfied(above.counts()),
                            attempt,
                            " is placed in ",
                            above.path(),
                            ", which has enough");
                }
                check(
                        !(above.spec() instanceof Graph graph
                                && graph.policy().onFailure() != Policy.OnFailure.FINISH
                                && above.family().failed().isPresent()),
                        attempt,
                        " is placed in ",
                        above.path(),
                        ", where something has failed");
            }
        }
    }

    /**
     * What runs at a worker for its owner is not more than it offers, but for bodies whose time to
     * wait was over.
     */
    static final class CapacityIsKept extends Law {
        private final Set<String> overdue = new HashSet<>();

        CapacityIsKept(World world) {
            super(world);
        }

        @Override
        void happened(Step step) {
            if (step.event() instanceof RunEvent.AwaitLapsed(var body, _)) {
                overdue.add(key(step.run(), body));
            } else if (step.event() instanceof RunEvent.AttemptRoused(var body, _)) {
                overdue.add(key(step.run(), body));
            } else if (step.event() instanceof RunEvent.AttemptResumed(var body)) {
                overdue.remove(key(step.run(), body));
            }
        }

        @Override
        void began(Execution execution) {
            look(execution.worker);
        }

        @Override
        void wentOn(Execution execution) {
            look(execution.worker);
        }

        private void look(SimWorker worker) {
            int used = 0;
            for (Execution execution : worker.executions()) {
                Book.Page page = world.book.page(execution.assignment.run());
                if (execution.busy()
                        && !overdue.contains(key(execution))
                        && page.begun().orElseThrow().head().epoch()
                                == execution.assignment.epoch()) {
                    used +=
                            Optional.ofNullable(page.placed.get(execution.assignment.attempt()))
                                    .orElseThrow()
                                    .resources()
                                    .milliCpus();
                }
            }
            check(used <= worker.slots * 1000, worker.id, " runs ", used);
        }
    }

    /** When a run is over, nothing of it goes on. */
    static final class EndedMeansStill extends Law {
        EndedMeansStill(World world) {
            super(world);
        }

        @Override
        void happened(Step step) {
            if (!(step.event() instanceof RunEvent.RunFinished)) {
                return;
            }
            check(
                    step.after().tree().live() == 0,
                    step.after().tree().live(),
                    " attempts under way");
            for (var entry : step.after().tree().nodes()) {
                NodeState node = entry.value();
                check(!(node.phase() instanceof Phase.Live), node.path(), " is under way");
                check(node.family().open() == 0, node.path(), " has open children");
                check(node.settled(), node.path(), " is not settled: ", node.phase());
            }
            for (SimWorker worker : step.writer().workers()) {
                for (Execution execution : worker.executions()) {
                    check(
                            execution.over()
                                    || !execution.assignment.run().equals(step.run())
                                    || execution.assignment.epoch() < step.after().head().epoch(),
                            execution,
                            " goes on");
                }
            }
        }
    }

    /** The journal says of an attempt what really became of it. */
    static final class JournalTellsWhatHappened extends Law {
        private final Set<String> effects = new HashSet<>();

        JournalTellsWhatHappened(World world) {
            super(world);
        }

        @Override
        void tookEffect(Execution execution) {
            effects.add(key(execution));
        }

        @Override
        void happened(Step step) {
            if (step.event() instanceof RunEvent.AttemptEnded(var attempt, var ending)
                    && byItself(ending.outcome())) {
                check(
                        effects.contains(key(step.run(), attempt)),
                        attempt,
                        " never came to ",
                        ending);
            }
        }

        private static boolean byItself(Outcome outcome) {
            return switch (outcome) {
                case Outcome.Succeeded _ -> true;
                case Outcome.Failed(Failure failure) ->
                        failure.kind() == Failure.Kind.USER || failure.kind() == Failure.Kind.CRASH;
                case Outcome.Cancelled _, Outcome.Lost _, Outcome.Skipped _ -> false;
            };
        }
    }
}
