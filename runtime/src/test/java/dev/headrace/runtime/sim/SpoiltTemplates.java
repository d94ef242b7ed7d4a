package dev.headrace.runtime.sim;

import dev.headrace.engine.run.Decision;
import dev.headrace.engine.run.NodeState;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunState;
import dev.headrace.spec.flow.Call;
import dev.headrace.spec.run.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Planted bugs in calls of templates. */
final class SpoiltTemplates {
    private SpoiltTemplates() {}

    /** Where another round should begin, the call is over. */
    static Decision cutShort(RunState state, Decision.Accept accept) {
        List<RunEvent> events = new ArrayList<>();
        for (RunEvent event : accept.events()) {
            if (event instanceof RunEvent.CallOpened(var node, int round, _) && round > 0) {
                events.add(new RunEvent.NodeSettled(node));
                return SpoiltEngine.told(state, events, accept.also());
            }
            events.add(event);
        }
        return accept;
    }

    /** A further round is given what the first one was. */
    static Decision sameAgain(RunState state, Decision.Accept accept) {
        List<RunEvent> events = new ArrayList<>();
        for (RunEvent event : accept.events()) {
            if (event instanceof RunEvent.CallOpened(var node, int round, var arguments)
                    && round > 0
                    && state instanceof RunState.Begun run) {
                SequencedMap<String, Value> before =
                        run.tree()
                                .find(node)
                                .flatMap(call -> call.family().children().first())
                                .flatMap(child -> run.tree().find(child.value()))
                                .flatMap(NodeState::frame)
                                .map(NodeState.Frame::arguments)
                                .orElse(arguments);
                if (!before.equals(arguments)) {
                    events.add(new RunEvent.CallOpened(node, round, before));
                    continue;
                }
            }
            events.add(event);
        }
        return SpoiltEngine.told(state, events, accept.also());
    }

    /** Within a template the arguments of the run are seen. */
    static Decision borderless(RunState state, Decision.Accept accept) {
        if (!(accept.state() instanceof RunState.Begun run)) {
            return accept;
        }
        List<RunEvent> events = new ArrayList<>();
        for (RunEvent event : accept.events()) {
            if (event instanceof RunEvent.CallOpened(var node, int round, var arguments)
                    && !arguments.equals(run.head().arguments())) {
                events.add(
                        new RunEvent.CallOpened(
                                node, round, new LinkedHashMap<>(run.head().arguments())));
                continue;
            }
            events.add(event);
        }
        return SpoiltEngine.told(state, events, accept.also());
    }

    /** What has had all its rounds has one more. */
    static Decision oneRoundMore(RunState state, Decision.Accept accept) {
        List<RunEvent> events = new ArrayList<>();
        for (RunEvent event : accept.events()) {
            if (event instanceof RunEvent.NodeFailed(var node, var failure)
                    && failure.type().equals("TooManyRounds")
                    && accept.state() instanceof RunState.Begun run
                    && run.tree().find(node).isPresent()
                    && run.tree().node(node).spec() instanceof Call call
                    && state instanceof RunState.Begun) {
                events.add(
                        new RunEvent.CallOpened(
                                node,
                                call.repeat().orElseThrow().max(),
                                new LinkedHashMap<>(run.head().arguments())));
                return SpoiltEngine.told(state, events, accept.also());
            }
            events.add(event);
        }
        return accept;
    }
}
