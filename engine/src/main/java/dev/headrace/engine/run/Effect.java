package dev.headrace.engine.run;

import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Value;
import dev.headrace.spec.run.WorkerId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What the world must do next. Done at least once, so each must be safe to do twice. */
public sealed interface Effect {
    record Dispatch(AttemptId attempt, WorkerId worker) implements Effect {}

    record Stop(AttemptId attempt, WorkerId worker, Duration grace) implements Effect {}

    /** Tell the body what became of these children; it waits for nothing else. */
    record Tell(AttemptId body, WorkerId worker, List<NodePath> children) implements Effect {}

    /** Tell the body which value counts under this key. */
    record TellRecorded(AttemptId body, WorkerId worker, String key, Value value)
            implements Effect {}

    record WakeAt(Timer timer, Instant due) implements Effect {}
}
