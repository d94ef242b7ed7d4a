package dev.headrace.spi.worker;

import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.RunId;
import java.util.List;

/** What a body awaited is there: it goes on. */
public record Answer(RunId run, AttemptId body, List<Result> results) {
    /** What became of the child that the body knows under this key. */
    public record Result(String key, Outcome outcome) {}

    public Answer {
        results = List.copyOf(results);
    }
}
