package dev.headrace.engine.run;

import dev.headrace.engine.run.RunCommand.CancelCalls;
import dev.headrace.spec.run.NodePath;

/**
 * Decides what follows when a body wants calls of its own no more: what runs is told to stop, and
 * all that it has called; what has not begun never will. What is over stays what it is.
 */
final class CancellingCalls {
    private CancellingCalls() {}

    static void tell(Story story, CancelCalls command) {
        NodePath body = command.body().node();
        CallingTasks.begun(story, command.body());
        for (String key : command.keys()) {
            NodePath path = body.child(key);
            NodeState child = story.tree().find(path).orElse(story.node(body));
            if (child.path().equals(path) && !child.settled()) {
                Stopping.one(story, child, StopReason.CALLER);
                Stopping.below(story, path, StopReason.PARENT);
            }
        }
        Advance.run(story);
    }
}
