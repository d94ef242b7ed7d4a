package dev.headrace.codec.flow;

import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonBool;
import dev.headrace.codec.json.JsonObject;
import dev.headrace.codec.json.JsonText;

/** True or false. */
record BoolShape() implements Shape<Boolean> {
    @Override
    public Json write(Boolean value) {
        return new JsonBool(value);
    }

    @Override
    public Boolean read(Json json, String at) {
        if (!(json instanceof JsonBool(var value))) {
            throw Complaint.shape(at, "this is " + Words.of(json), "true or false");
        }
        return value;
    }

    @Override
    public Json schema(Definitions definitions) {
        return JsonObject.EMPTY.with("type", new JsonText("boolean"));
    }
}
