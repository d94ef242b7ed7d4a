package dev.headrace.codec.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;

/** Turns a text into a tree. */
final class JsonReader {
    private final JsonParser parser;

    private JsonReader(JsonParser parser) {
        this.parser = parser;
    }

    static Json read(String text) {
        if (text.length() > Json.LENGTH_MAX) {
            throw new BadJson(1, 1, "over " + Json.LENGTH_MAX + " characters");
        }
        try (JsonParser parser = Tokens.FACTORY.createParser(ObjectReadContext.empty(), text)) {
            JsonReader reader = new JsonReader(parser);
            if (parser.nextToken() == null) {
                throw new BadJson(1, 1, "there is nothing");
            }
            Json json = reader.value();
            if (parser.nextToken() != null) {
                throw reader.bad("there is more after the end");
            }
            return json;
        } catch (JacksonException e) {
            TokenStreamLocation at = e.getLocation();
            throw new BadJson(
                    at == null ? 1 : Math.max(1, at.getLineNr()),
                    at == null ? 1 : Math.max(1, at.getColumnNr()),
                    e.getOriginalMessage());
        }
    }

    private Json value() {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> list();
            case VALUE_STRING -> new JsonText(parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonNumber(parser.getString());
            case VALUE_TRUE -> new JsonBool(true);
            case VALUE_FALSE -> new JsonBool(false);
            case VALUE_NULL -> JsonNull.NULL;
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
                    throw bad("not the beginning of a value: " + token);
        };
    }

    private JsonObject object() {
        SequencedMap<String, Json> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            Json value = value();
            if (members.putIfAbsent(name, value) != null) {
                throw bad("the name \"" + name + "\" is there twice");
            }
        }
        return new JsonObject(members);
    }

    private JsonList list() {
        List<Json> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value());
        }
        return new JsonList(items);
    }

    private BadJson bad(String what) {
        TokenStreamLocation at = parser.currentTokenLocation();
        return new BadJson(at.getLineNr(), at.getColumnNr(), what);
    }
}
