package dev.headrace.codec.flow;

import dev.headrace.codec.json.Json;
import java.util.Optional;

/** What need not be there; when it is written, it is there. */
record MaybeShape<T>(Shape<T> inner) implements Shape<Optional<T>> {
    @Override
    public Json write(Optional<T> value) {
        return inner.write(value.orElseThrow());
    }

    @Override
    public Optional<T> read(Json json, String at) {
        return Optional.of(inner.read(json, at));
    }

    @Override
    public Json schema(Definitions definitions) {
        return inner.schema(definitions);
    }
}
