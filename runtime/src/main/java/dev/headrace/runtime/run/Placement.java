package dev.headrace.runtime.run;

import dev.headrace.engine.capacity.CapacityCommand;
import dev.headrace.engine.capacity.CapacityDecider.Answer;
import dev.headrace.engine.capacity.CapacityEvent;
import dev.headrace.engine.capacity.Holder;
import dev.headrace.engine.run.Grant;
import dev.headrace.engine.run.NodeState;
import dev.headrace.engine.run.Phase;
import dev.headrace.engine.run.RunCommand;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunState;
import dev.headrace.engine.run.Tree;
import dev.headrace.spec.flow.Action;
import dev.headrace.spec.flow.Resources;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.RunId;
import java.util.Optional;

/**
 * Brings together what runs want and what workers have: first bodies that can go on, then what has
 * not begun, deeper before shallower.
 */
final class Placement {
    private final Turn turn;
    private final Assigner assigner;
    private final Results results;

    Placement(Turn turn, Assigner assigner, Results results) {
        this.turn = turn;
        this.assigner = assigner;
        this.results = results;
    }

    void place(Iterable<RunId> runs) {
        boolean again = true;
        while (again) {
            again = false;
            boolean room = true;
            for (RunId run : runs) {
                lookUp(run);
            }
            for (RunId run : runs) {
                room &= resume(run);
            }
            if (room) {
                for (RunId run : runs) {
                    again |= start(run);
                }
            }
        }
    }

    /** What is found in the cache needs no place. */
    private void lookUp(RunId run) {
        while (turn.state(run).orElseThrow() instanceof RunState.Active active
                && !active.tree().cache().lookups().isEmpty()) {
            NodePath task = active.tree().cache().lookups().first().orElseThrow().value();
            RunEvent.OfCache answer = results.answer(active, active.tree().node(task), turn.now());
            turn.decide(
                    run, turn.draft(run).orElseThrow(), new RunCommand.AnswerLookup(task, answer));
        }
    }

    /** Whether all that can go on got its cpus. */
    private boolean resume(RunId run) {
        for (Optional<NodePath> body = resumable(run); body.isPresent(); body = resumable(run)) {
            AttemptId attempt = current(run, body.get());
            if (turn.ask(new CapacityCommand.Unpark(new Holder(run, attempt)))
                    instanceof Answer.NotNow) {
                return false;
            }
            turn.decide(run, turn.draft(run).orElseThrow(), new RunCommand.ResumeBody(body.get()));
        }
        return true;
    }

    /** Whether something was refused; then who waited for it may go on. */
    private boolean start(RunId run) {
        boolean refused = false;
        for (Optional<NodePath> path = ready(run); path.isPresent(); path = ready(run)) {
            NodeState node = tree(run).orElseThrow().node(path.get());
            Optional<Failure> unfit = assigner.unfit(tree(run).orElseThrow(), node);
            RunCommand command;
            if (unfit.isPresent()) {
                command = new RunCommand.RefuseTask(path.get(), unfit.get());
                refused = true;
            } else {
                Answer answer = turn.ask(want(run, node));
                switch (answer) {
                    case Answer.Yes(CapacityEvent event)
                            when event
                                    instanceof
                                    CapacityEvent.Granted(_, var worker, var share, _) -> {
                        command =
                                new RunCommand.PlaceTask(
                                        path.get(), new Grant(worker, share, brief(run, node)));
                    }
                    case Answer.Never(String why) -> {
                        command =
                                new RunCommand.RefuseTask(
                                        path.get(),
                                        Failure.of(Failure.Kind.CAPACITY, "NeverFits", why));
                        refused = true;
                    }
                    case Answer.Yes _, Answer.NotNow _, Answer.Known _ -> {
                        return refused;
                    }
                }
            }
            turn.decide(run, turn.draft(run).orElseThrow(), command);
        }
        return refused;
    }

    private CapacityCommand want(RunId run, NodeState node) {
        AttemptId next = new AttemptId(node.path(), node.tally().attempts() + 1);
        return new CapacityCommand.Want(
                new Holder(run, next),
                node.task().resources(),
                ancestors(run, node),
                brief(run, node));
    }

    private boolean brief(RunId run, NodeState node) {
        return node.task().action() instanceof Action.Python
                && tree(run).orElseThrow().brief(node.name());
    }

    /** What the bodies above hold on to while they wait. */
    private Resources ancestors(RunId run, NodeState node) {
        if (node.task().resources().memoryBytes() == 0) {
            return Resources.NOTHING;
        }
        Tree tree = tree(run).orElseThrow();
        long memory = 0;
        Optional<NodePath> path = node.parent();
        while (path.isPresent()) {
            NodeState above = tree.node(path.get());
            if (above.spec() instanceof Task task && above.phase() instanceof Phase.Live) {
                memory += task.resources().memoryBytes();
            }
            path = above.parent();
        }
        return new Resources(0, memory);
    }

    private AttemptId current(RunId run, NodePath path) {
        return new AttemptId(path, tree(run).orElseThrow().node(path).tally().attempts());
    }

    private Optional<NodePath> resumable(RunId run) {
        return goesOn(run).flatMap(tree -> tree.resumable().first()).map(entry -> entry.value());
    }

    private Optional<NodePath> ready(RunId run) {
        return goesOn(run).flatMap(tree -> tree.ready().first()).map(entry -> entry.value());
    }

    private Optional<Tree> goesOn(RunId run) {
        return switch (turn.state(run).orElseThrow()) {
            case RunState.Active active -> Optional.of(active.tree());
            case RunState.Cancelling cleaning -> Optional.of(cleaning.tree()); // what cleans up
            case RunState.NotStarted _, RunState.Paused _, RunState.Finished _ -> Optional.empty();
        };
    }

    private Optional<Tree> tree(RunId run) {
        return goesOn(run);
    }
}
