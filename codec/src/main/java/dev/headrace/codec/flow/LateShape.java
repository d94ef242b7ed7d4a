package dev.headrace.codec.flow;

import dev.headrace.codec.json.Json;
import java.util.function.Supplier;

/** A shape that holds itself: what it is can be asked for only when all of it is there. */
record LateShape<T>(Supplier<Shape<T>> shape) implements Shape<T> {
    @Override
    public Json write(T value) {
        return shape.get().write(value);
    }

    @Override
    public T read(Json json, String at) {
        return shape.get().read(json, at);
    }

    @Override
    public Json schema(Definitions definitions) {
        return shape.get().schema(definitions);
    }
}
