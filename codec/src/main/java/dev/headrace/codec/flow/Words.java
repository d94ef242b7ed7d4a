package dev.headrace.codec.flow;

import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonBool;
import dev.headrace.codec.json.JsonList;
import dev.headrace.codec.json.JsonNull;
import dev.headrace.codec.json.JsonNumber;
import dev.headrace.codec.json.JsonObject;
import dev.headrace.codec.json.JsonText;

/** What people call the kinds of JSON. */
final class Words {
    private Words() {}

    static String of(Json json) {
        return switch (json) {
            case JsonObject _ -> "an object";
            case JsonList _ -> "a list";
            case JsonText _ -> "a text";
            case JsonNumber _ -> "a number";
            case JsonBool _ -> "true or false";
            case JsonNull _ -> "null";
        };
    }
}
