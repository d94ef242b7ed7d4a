package dev.headrace.runtime.sim;

import dev.headrace.engine.run.NodeState;
import dev.headrace.engine.run.Phase;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunState;
import dev.headrace.spec.flow.Wait;
import dev.headrace.spec.run.Awaited;
import dev.headrace.spec.run.Awaited.Limit;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.RunId;
import dev.headrace.spec.run.Value;
import dev.headrace.spi.store.EventStore.Batch;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must hold of waits. */
final class WaitLaws {
    private WaitLaws() {}

    private static NodeState node(RunState state, NodePath path) {
        return ((RunState.Begun) state).tree().node(path);
    }

    /** A wait ends for what it was for, or when its time is over, and not before. */
    static final class WaitsEndInTime extends Law {
        WaitsEndInTime(World world) {
            super(world);
        }

        @Override
        void happened(Step step) {
            switch (step.event()) {
                case RunEvent.WaitEnded(NodePath path, Value value) ->
                        ended(node(step.before(), path), value);
                case RunEvent.NodeSkipped(NodePath path, NodePath because, _)
                        when path.equals(because) ->
                        late(node(step.before(), path));
                case RunEvent.NodeCancelled(NodePath path, _) -> {
                    if (node(step.before(), path).phase() instanceof Phase.Asleep) {
                        world.counters.add("cancel during a wait");
                    }
                }
                case RunEvent.OwnerChanged _ -> {
                    if (step.after().tree().asleep() > 0) {
                        world.counters.add("wait over a change of owner");
                    }
                }
                default -> {}
            }
        }

        private void ended(NodeState wait, Value value) {
            check(wait.phase() instanceof Phase.Asleep, wait.path(), " did not wait");
            switch (((Wait) wait.spec()).what()) {
                case Awaited.After _, Awaited.Until _ -> late(wait);
                case Awaited.Signal(_, Limit limit) -> {
                    check(limit.then() == Limit.Then.GO_ON, wait.path(), " goes on without signal");
                    late(wait);
                }
                case Awaited.Approval _ -> {
                    if (value.equals(Value.NULL)) {
                        late(wait);
                    }
                }
            }
        }

        private void late(NodeState wait) {
            if (wait.phase() instanceof Phase.Asleep(_, var due)) {
                check(
                        due.filter(at -> !world.now().isBefore(at)).isPresent(),
                        wait.path(),
                        " ended before its time ",
                        due);
            }
        }
    }

    /** A signal comes once, wakes one wait of its name, and none lies there while one waits. */
    static final class SignalsAreTakenOnce extends Law {
        private final Map<RunId, Set<String>> received = new HashMap<>();
        private final Map<RunId, Set<String>> taken = new HashMap<>();

        SignalsAreTakenOnce(World world) {
            super(world);
        }

        @Override
        void happened(Step step) {
            if (step.event() instanceof RunEvent.SignalReceived signal) {
                check(of(received, step.run()).add(signal.id()), signal, " came twice");
                if (step.after().tree().mailbox().next(signal.name()).isEmpty()) {
                    world.counters.add("signal kept");
                }
            } else if (step.event() instanceof RunEvent.SignalTaken(NodePath path, String id)) {
                check(of(taken, step.run()).add(id), id, " was taken twice");
                check(of(received, step.run()).contains(id), id, " never came");
                check(
                        node(step.before(), path).phase() instanceof Phase.Asleep,
                        path,
                        " did not wait for ",
                        id);
                if (((RunState.Begun) step.before()).tree().mailbox().kept().size() > 0) {
                    world.counters.add("signal taken");
                }
            } else if (step.event() instanceof RunEvent.RunFinished) {
                check(
                        step.after().tree().mailbox().kept().size()
                                == of(received, step.run()).size() - of(taken, step.run()).size(),
                        "a signal got lost");
            }
        }

        @Override
        void kept(Batch batch, List<RunEvent> events, Controller writer) {
            world.book
                    .page(batch.run())
                    .begun()
                    .flatMap(run -> Waiting.overlooked(run.tree().mailbox()))
                    .ifPresent(name -> check(false, "nobody gave the wait its signal ", name));
        }

        private static Set<String> of(Map<RunId, Set<String>> all, RunId run) {
            return all.computeIfAbsent(run, _ -> new HashSet<>());
        }
    }

    /** What was approved is what the form asks for. */
    static final class AnswersFitTheForm extends Law {
        AnswersFitTheForm(World world) {
            super(world);
        }

        @Override
        void happened(Step step) {
            if (step.event() instanceof RunEvent.WaitEnded(NodePath path, Value value)
                    && node(step.before(), path).spec() instanceof Wait(Awaited.Approval _)
                    && !value.equals(Value.NULL)) {
                check(value.json().equals(Waiting.approved()), path, " came to ", value);
                world.counters.add("approved");
            }
        }
    }
}
