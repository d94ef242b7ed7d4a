package dev.headrace.codec.run;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A part of an object.
 *
 * @param fallback what it is when it is not written, and is then never written; empty if it must be
 *     there
 */
record Member<T, V>(String name, Slot<V> slot, Function<T, V> getter, Optional<V> fallback) {
    static <T, V> Member<T, V> of(String name, Slot<V> slot, Function<T, V> getter) {
        return new Member<>(name, slot, getter, Optional.empty());
    }

    static <T, V> Member<T, V> or(V fallback, String name, Slot<V> slot, Function<T, V> getter) {
        return new Member<>(name, slot, getter, Optional.of(fallback));
    }

    static <T, V> Member<T, Optional<V>> maybe(
            String name, Slot<V> slot, Function<T, Optional<V>> getter) {
        return or(Optional.empty(), name, Slots.optional(slot), getter);
    }

    static <T, V> Member<T, List<V>> list(String name, Slot<V> slot, Function<T, List<V>> getter) {
        return or(List.of(), name, Slots.list(slot), getter);
    }

    void write(Out out, T whole) {
        V value = getter.apply(whole);
        if (fallback.isEmpty() || !fallback.get().equals(value)) {
            out.name(name);
            slot.write(out, value);
        }
    }
}
