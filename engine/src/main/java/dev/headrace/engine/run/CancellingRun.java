package dev.headrace.engine.run;

import dev.headrace.spec.run.NodePath;

/** Decides what a cancellation stops: all of it. */
final class CancellingRun {
    private CancellingRun() {}

    static void tell(Story story, RunCommand.CancelRun cancel) {
        story.tell(new RunEvent.CancelRequested(cancel.who(), cancel.why(), cancel.hard()));
        Stopping.one(story, story.tree().root(), StopReason.CANCEL);
        Stopping.below(story, NodePath.ROOT, StopReason.CANCEL);
        Advance.run(story);
    }
}
