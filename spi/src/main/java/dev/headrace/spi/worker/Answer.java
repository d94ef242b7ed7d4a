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
    /** What became of the child that the body knows under this key. */
    public record Result(String key, Outcome outcome) {}

    public Answer {
        results = List.copyOf(results);
    }
}
