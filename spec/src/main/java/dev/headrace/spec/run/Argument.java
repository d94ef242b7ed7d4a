package dev.headrace.spec.run;

import java.util.List;
import java.util.Objects;

/**
 * An input of a node, ready to be handed over: {@code value} may have holes, each the result of a
 * node that must have succeeded before.
 *
 * @param spread how the user's function takes it
 * @param fields keys and indices of the part of it that is meant; none for the whole
 */
public record Argument(
        String name, Value value, List<NodePath> holes, Spread spread, List<String> fields) {
    /** By name, as {@code *name}, or as {@code **name}. */
    public enum Spread {
        NAMED,
        LIST,
        OBJECT
    }

    public Argument {
        Objects.requireNonNull(name);
        Objects.requireNonNull(value);
        Objects.requireNonNull(spread);
        holes = List.copyOf(holes);
        fields = List.copyOf(fields);
    }

    public Argument(String name, Value value, List<NodePath> holes, Spread spread) {
        this(name, value, holes, spread, List.of());
    }

    public static Argument of(String name, Value value) {
        return new Argument(name, value, List.of(), Spread.NAMED);
    }
}
