package dev.headrace.spec.flow;

import java.util.Objects;

/**
 * One body for each item of a list that is known when the node starts; its result is the list of
 * the bodies' results, in the order of the items.
 *
 * @param parallel how many items may be under way at once; 0 = as many as fit
 * @param tolerance how many items may fail
 * @param empty what it comes to when there are no items
 * @param collect which items the result has
 */
public record ForEach(
        Items items, Node body, int parallel, Tolerance tolerance, Empty empty, Collect collect)
        implements Node {
    public static final int ITEMS_MAX = 1_000_000;

    /** What one without items comes to. */
    public enum Empty {
        /** It has succeeded, with an empty list. */
        SUCCEED,
        /** It is skipped, and with it what needs it (Airflow: an expansion over nothing). */
        SKIP,
        /** It has failed (Metaflow: a foreach over nothing). */
        FAIL
    }

    /** What stands in the result for an item that has none. */
    public enum Collect {
        /** Null: each item has its place. */
        NULLS,
        /** Nothing: the result has only what there is (Argo, Kubeflow Pipelines). */
        DROP
    }

    /** One that goes over a list, in which no item may fail. */
    public ForEach(Input items, Node body, int parallel) {
        this(items, body, parallel, Tolerance.NONE);
    }

    public ForEach(Input items, Node body, int parallel, Tolerance tolerance) {
        this(new Items.Of(items), body, parallel, tolerance, Empty.SUCCEED, Collect.NULLS);
    }

    public ForEach {
        Objects.requireNonNull(tolerance);
        Objects.requireNonNull(items);
        Objects.requireNonNull(body);
        Objects.requireNonNull(empty);
        Objects.requireNonNull(collect);
        if (parallel < 0) {
            throw new IllegalArgumentException("parallel must not be negative");
        }
    }
}
