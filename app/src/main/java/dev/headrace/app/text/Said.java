package dev.headrace.app.text;

import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunState.Begun;
import dev.headrace.runtime.view.RunView;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.RunId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a display is told, on its way to the thread that shows it. */
sealed interface Said {
    record Notice(String text) implements Said {}

    record Began(RunId run, String flow, Path folder, RunView history) implements Said {}

    record Happened(long sequence, Instant at, List<RunEvent> events, Begun state)
            implements Said {}

    record Progressed(AttemptId attempt, Optional<Double> fraction, String text) implements Said {}

    record Ended(Begun state, Display.End end) implements Said {}

    /** Nothing more is said. */
    record Closed() implements Said {}
}
