package dev.headrace.codec.flow;

import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** Any number of the same under free names, whose order means nothing. */
record MapShape<T>(Shape<T> item) implements Shape<SequencedMap<String, T>> {
    @Override
    public Json write(SequencedMap<String, T> value) {
        SequencedMap<String, Json> members = new LinkedHashMap<>();
        value.forEach((name, one) -> members.put(name, item.write(one)));
        return new JsonObject(members);
    }

    @Override
    public SequencedMap<String, T> read(Json json, String at) {
        if (!(json instanceof JsonObject(var members))) {
            throw Complaint.shape(at, "this is " + Words.of(json), "an object");
        }
        SequencedMap<String, T> read = new LinkedHashMap<>();
        members.forEach((name, one) -> read.put(name, item.read(one, Complaint.below(at, name))));
        return read;
    }

    @Override
    public Json schema(Definitions definitions) {
        return JsonObject.EMPTY
                .with("type", "object")
                .with("additionalProperties", item.schema(definitions));
    }
}
