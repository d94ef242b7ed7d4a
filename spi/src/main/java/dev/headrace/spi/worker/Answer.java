package dev.headrace.spi.worker;

import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.RunId;
import java.util.List;

/**
 * A body that waits goes on.
 *
 * @param results what is there, in the order in which it came to be; nothing when the body has
 *     waited as long as it wanted to, in vain
 */
public record Answer(RunId run, AttemptId body, List<Result> results) {
    /**
     * What became of the child that the body knows under this key.
     *
     * @param settled the how-many-th of its run that was over; 0 for a call that could not be made
     */
    public record Result(String key, Outcome outcome, int settled) {
        public Result(String key, Outcome outcome) {
            this(key, outcome, 0);
        }
    }

    public Answer {
        results = List.copyOf(results);
    }
}
