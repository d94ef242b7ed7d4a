package dev.headrace.spec.flow;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.SequencedMap;

/**
 * A text that is worked out from values: a condition, for one. What it means is known to the
 * evaluator of its dialect alone.
 *
 * @param dialect {@link #CEL}, or that of another system
 * @param text as it was written
 * @param names what the text may speak of, and where each comes from
 * @param place where it stands, as {@code file:line}; empty when nobody knows
 */
public record Expr(String dialect, String text, SequencedMap<String, Input> names, String place) {
    /** The Common Expression Language: typed, without side effects, always ends. */
    public static final String CEL = "cel";

    /** Characters. */
    public static final int TEXT_MAX = 4_096;

    public static final int NAMES_MAX = 1_000;

    public Expr {
        Objects.requireNonNull(dialect);
        Objects.requireNonNull(place);
        if (text.isBlank() || text.length() > TEXT_MAX) {
            throw new IllegalArgumentException(
                    "an expression has 1.." + TEXT_MAX + " characters, not " + text.length());
        }
        if (names.size() > NAMES_MAX) {
            throw new IllegalArgumentException(
                    "an expression speaks of at most " + NAMES_MAX + " names, not " + names.size());
        }
        names = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(names));
    }
}
