package dev.headrace.runtime.sim;

import dev.headrace.engine.run.NodeState;
import dev.headrace.engine.run.RunState;
import dev.headrace.spec.run.AttemptId;

/** What a body would have heard if it had heard all. */
final class SpoiltWatches {
    private SpoiltWatches() {}

    static int told(RunState.Begun run, AttemptId body) {
        return run.tree()
                .find(body.node())
                .map(NodeState::family)
                .map(family -> family.watch().heard() + family.watch().news().size())
                .orElse(0);
    }
}
