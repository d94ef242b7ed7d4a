package dev.headrace.spec.run;

import java.util.List;
import java.util.Objects;

/**
 * An input of a node, ready to be handed over: {@code value} may have holes, each the result of a
 * node that must have succeeded before.
 *
 * @param spread how the user's function takes it
 */
public record Argument(String name, Value value, List<NodePath> holes, Spread spread) {
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
    }

    public static Argument of(String name, Value value) {
        return new Argument(name, value, List.of(), Spread.NAMED);
    }
}
