package dev.headrace.codec.flow;

import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonObject;
import dev.headrace.codec.json.Values;
import dev.headrace.spec.run.Value;

/** A value between tasks: any JSON, in the forms of docs/protocol.md. */
record ValueShape() implements Shape<Value> {
    @Override
    public Json write(Value value) {
        return Values.canonicalJson(value);
    }

    @Override
    public Value read(Json json, String at) {
        return Complaint.placed(at, () -> Values.canonical(new Value(json.compact())));
    }

    @Override
    public Json schema(Definitions definitions) {
        return definitions.refer(
                "value",
                () ->
                        JsonObject.EMPTY.with(
                                "description",
                                "A value: JSON, and an object with the key $ for what JSON lacks"));
    }
}
