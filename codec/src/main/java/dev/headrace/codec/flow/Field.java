package dev.headrace.codec.flow;

import java.util.Optional;
import java.util.function.Function;

/**
 * A member of an object.
 *
 * @param getter what of the whole it holds
 * @param fallback what it is when it is not written, and is then never written; empty if it must be
 *     there
 * @param about for the readers of the schema
 */
record Field<T, V>(
        String name, Shape<V> shape, Function<T, V> getter, Optional<V> fallback, String about) {
    static <T, V> Field<T, V> of(String name, Shape<V> shape, Function<T, V> getter, String about) {
        return new Field<>(name, shape, getter, Optional.empty(), about);
    }

    static <T, V> Field<T, V> or(
            V fallback, String name, Shape<V> shape, Function<T, V> getter, String about) {
        return new Field<>(name, shape, getter, Optional.of(fallback), about);
    }

    static <T, V> Field<T, Optional<V>> maybe(
            String name, Shape<V> shape, Function<T, Optional<V>> getter, String about) {
        return new Field<>(
                name, new MaybeShape<>(shape), getter, Optional.of(Optional.empty()), about);
    }
}
