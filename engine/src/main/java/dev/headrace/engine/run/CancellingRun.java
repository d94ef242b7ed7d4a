package dev.headrace.engine.run;

import dev.headrace.spec.run.NodePath;

/** Decides what a cancellation stops: all of it. */
final class CancellingRun {
    private CancellingRun() {}

    static void tell(Story story, String who, String why) {
        story.tell(new RunEvent.CancelRequested(who, why));
        Stopping.one(story, story.tree().root(), StopReason.CANCEL);
        Stopping.below(story, NodePath.ROOT, StopReason.CANCEL);
        Advance.run(story);
    }
}
