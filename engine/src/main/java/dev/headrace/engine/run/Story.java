package dev.headrace.engine.run;

import dev.headrace.spec.run.NodePath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Events as they are decided, with the state they lead to, so that a rule can see what it has just
 * said.
 */
final class Story {
    private final List<RunEvent> events = new ArrayList<>();
    private final List<Effect> also = new ArrayList<>();
    private final Instant now;
    private final Evaluator evaluator;
    private RunState state;

    Story(RunState state, Instant now, Evaluator evaluator) {
        this.state = state;
        this.now = now;
        this.evaluator = evaluator;
    }

    void tell(RunEvent event) {
        events.add(event);
        state = RunEvolver.evolve(state, event);
    }

    /** An effect that follows from no event. */
    void also(Effect effect) {
        also.add(effect);
    }

    boolean isSilent() {
        return events.isEmpty();
    }

    RunState.Begun run() {
        if (state instanceof RunState.Begun begun) {
            return begun;
        }
        throw new IllegalStateException("the run has not begun");
    }

    /** Whether the run is being cancelled, and this node with it: hooks go on at first. */
    boolean cancelling(NodeState node) {
        return state instanceof RunState.Cancelling run && (run.hard() || !node.cleanup());
    }

    /** Whether nothing that runs has any time to clean up. */
    boolean cancellingHard() {
        return state instanceof RunState.Cancelling cancelling && cancelling.hard();
    }

    Tree tree() {
        return run().tree();
    }

    NodeState node(NodePath path) {
        return tree().node(path);
    }

    Instant now() {
        return now;
    }

    Evaluator evaluator() {
        return evaluator;
    }

    List<Effect> effects() {
        return List.copyOf(also);
    }

    Decision.Accept end() {
        return new Decision.Accept(events, state, also);
    }
}
