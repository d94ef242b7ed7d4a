package dev.headrace.spec.flow;

import dev.headrace.spec.run.Value;
import java.util.Objects;
import java.util.Optional;

/**
 * An argument that a flow takes.
 *
 * @param type as the user wrote it, for people; empty if not said
 * @param fallback the value when none is given; without one it must be given
 */
public record Param(String name, String type, Optional<Value> fallback) {
    public Param {
        Objects.requireNonNull(name);
        Objects.requireNonNull(type);
        Objects.requireNonNull(fallback);
    }
}
