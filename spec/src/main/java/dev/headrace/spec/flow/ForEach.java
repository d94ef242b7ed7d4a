package dev.headrace.spec.flow;

import java.util.Objects;

/**
 * One body for each item of a list that is known when the node starts; its result is the list of
 * the bodies' results, in the order of the items.
 *
 * @param parallel how many items may be under way at once; 0 = as many as fit
 * @param tolerance how many items may fail
 */
public record ForEach(Input items, Node body, int parallel, Tolerance tolerance) implements Node {
    public static final int ITEMS_MAX = 1_000_000;

    /** One in which no item may fail. */
    public ForEach(Input items, Node body, int parallel) {
        this(items, body, parallel, Tolerance.NONE);
    }

    public ForEach {
        Objects.requireNonNull(tolerance);
        Objects.requireNonNull(items);
        Objects.requireNonNull(body);
        if (parallel < 0) {
            throw new IllegalArgumentException("parallel must not be negative");
        }
    }
}
