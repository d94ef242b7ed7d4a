package dev.headrace.spec.run;

import java.util.Objects;

/** One try of one node: the first is number 1, and numbers go on over generations. */
public record AttemptId(NodePath node, int number) {
    public AttemptId {
        Objects.requireNonNull(node);
        if (number < 1) {
            throw new IllegalArgumentException("attempts are counted from 1, not " + number);
        }
    }

    @Override
    public String toString() {
        return node + "@" + number;
    }
}
