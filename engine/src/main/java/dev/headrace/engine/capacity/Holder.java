package dev.headrace.engine.capacity;

import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.RunId;

/** Who holds something: an attempt of a run. */
public record Holder(RunId run, AttemptId attempt) implements Comparable<Holder> {
    @Override
    public int compareTo(Holder other) {
        int byRun = run.compareTo(other.run);
        int byNode = byRun != 0 ? byRun : attempt.node().compareTo(other.attempt.node());
        return byNode != 0 ? byNode : Integer.compare(attempt.number(), other.attempt.number());
    }
}
