package dev.headrace.codec.flow;

import dev.headrace.codec.json.Json;

/** How one type is written, read and described: one table for all three. */
interface Shape<T> {
    Json write(T value);

    /**
     * The value that this says.
     *
     * @param at where in the document, for those who read what is wrong
     * @throws dev.headrace.spec.flow.InvalidSpec if it is not of this shape
     */
    T read(Json json, String at);

    /** As a JSON Schema, with what has a name of its own put into {@code definitions}. */
    Json schema(Definitions definitions);
}
