package dev.headrace.engine.run;

import dev.headrace.spec.run.NodePath;

/**
 * Decides what a cancellation stops: all of it but what cleans up, which has little time from now
 * on; and that, too, when it is wanted hard.
 */
final class CancellingRun {
    private CancellingRun() {}

    static void tell(Story story, RunCommand.CancelRun cancel) {
        story.tell(new RunEvent.CancelRequested(cancel.who(), cancel.why(), cancel.hard()));
        if (cancel.hard()) {
            Stopping.everything(story);
        } else {
            Stopping.one(story, story.tree().root(), StopReason.CANCEL);
            Stopping.below(story, NodePath.ROOT, StopReason.CANCEL);
            Hooks.limit(story, Hooks.GRACE);
        }
        Advance.run(story);
    }
}
