package dev.headrace.frontends.yaml;

import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonBool;
import dev.headrace.codec.json.JsonList;
import dev.headrace.codec.json.JsonNull;
import dev.headrace.codec.json.JsonNumber;
import dev.headrace.codec.json.JsonObject;
import dev.headrace.codec.json.JsonText;

/**
 * A text, number, truth or nothing.
 *
 * @param text as it was written
 * @param value what the core schema makes of it, in the form of values
 */
record YamlScalar(Place place, String text, Json value) implements Yaml {
    @Override
    public long size() {
        return 1;
    }

    /** Nothing is written at all. */
    boolean isEmpty() {
        return text.isEmpty() && value instanceof JsonNull;
    }

    @Override
    public String word() {
        return switch (value) {
            case JsonNull _ -> "nothing";
            case JsonBool(var truth) -> truth ? "true" : "false";
            case JsonText _ -> "a text";
            case JsonNumber _, JsonObject _, JsonList _ -> "a number";
        };
    }
}
