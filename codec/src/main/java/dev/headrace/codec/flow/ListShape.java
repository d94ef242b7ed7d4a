package dev.headrace.codec.flow;

import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonList;
import dev.headrace.codec.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Any number of the same, in order. */
record ListShape<T>(Shape<T> item) implements Shape<List<T>> {
    @Override
    public Json write(List<T> value) {
        return new JsonList(value.stream().map(item::write).toList());
    }

    @Override
    public List<T> read(Json json, String at) {
        if (!(json instanceof JsonList(var items))) {
            throw Complaint.shape(at, "this is " + Words.of(json), "a list");
        }
        List<T> read = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            read.add(item.read(items.get(i), at + "[" + i + "]"));
        }
        return read;
    }

    @Override
    public Json schema(Definitions definitions) {
        return JsonObject.EMPTY.with("type", "array").with("items", item.schema(definitions));
    }
}
