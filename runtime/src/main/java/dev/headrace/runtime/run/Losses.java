package dev.headrace.runtime.run;

import dev.headrace.engine.run.Phase;
import dev.headrace.engine.run.RunState.Begun;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.Ending;
import dev.headrace.spec.run.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What is said of attempts whose worker or controller is gone. */
final class Losses {
    private Losses() {}

    /** The attempts that a worker has, or may have. */
    static List<AttemptId> live(Begun run) {
        List<AttemptId> live = new ArrayList<>();
        for (var entry : run.tree().nodes()) {
            if (entry.value().phase() instanceof Phase.Live phase) {
                live.add(new AttemptId(entry.key(), phase.attempt()));
            }
        }
        return live;
    }

    static Ending ending(Begun run, AttemptId attempt, String why) {
        Instant since =
                run.tree().node(attempt.node()).phase() instanceof Phase.Started started
                        ? started.since()
                        : Instant.EPOCH;
        return Ending.bare(new Outcome.Lost(why), since);
    }
}
