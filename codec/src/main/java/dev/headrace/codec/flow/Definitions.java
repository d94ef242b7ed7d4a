package dev.headrace.codec.flow;

import dev.headrace.codec.json.JsonObject;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The named parts of a schema. */
final class Definitions {
    private final Map<String, JsonObject> parts = new TreeMap<>();

    /** A reference to the part, which is made at the first one. */
    JsonObject refer(String name, Supplier<JsonObject> part) {
        if (!parts.containsKey(name)) {
            parts.put(name, JsonObject.EMPTY);
            parts.put(name, part.get());
        }
        return JsonObject.EMPTY.with("$ref", "#/$defs/" + name);
    }

    JsonObject all() {
        JsonObject all = JsonObject.EMPTY;
        for (Map.Entry<String, JsonObject> part : parts.entrySet()) {
            all = all.with(part.getKey(), part.getValue());
        }
        return all;
    }
}
