package dev.headrace.spec.run;

import java.util.Objects;

/**
 * Names one run: 8 to 32 small letters and digits, beginning with its time, so that ids sort by
 * age.
 */
public record RunId(String text) implements Comparable<RunId> {
    public static final int LENGTH_MIN = 8;
    public static final int LENGTH_MAX = 32;

    public RunId {
        Objects.requireNonNull(text);
        if (text.length() < LENGTH_MIN
                || text.length() > LENGTH_MAX
                || !text.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) {
            throw new IllegalArgumentException("not the id of a run: '" + text + "'");
        }
    }

    @Override
    public int compareTo(RunId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
