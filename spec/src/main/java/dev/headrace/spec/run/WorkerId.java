package dev.headrace.spec.run;

import java.util.Objects;

/** Names one life of a worker: its host and an incarnation. */
public record WorkerId(String text) implements Comparable<WorkerId> {
    public WorkerId {
        Objects.requireNonNull(text);
        if (text.isEmpty() || text.length() > 200) {
            throw new IllegalArgumentException("not the id of a worker: '" + text + "'");
        }
    }

    @Override
    public int compareTo(WorkerId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
