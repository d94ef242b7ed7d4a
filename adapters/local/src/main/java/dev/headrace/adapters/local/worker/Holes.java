package dev.headrace.adapters.local.worker;

import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Value;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Finds and fills the holes of a value: objects {@code {"$": "ref", "task": path}}. */
final class Holes {
    private static final JsonFactory JSON = new JsonFactory();

    private Holes() {}

    static List<NodePath> in(String json) throws IOException {
        List<NodePath> found = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            boolean hole = false;
            while (parser.nextToken() != null) {
                if (parser.currentToken() != JsonToken.VALUE_STRING) {
                    continue;
                }
                String name = parser.currentName();
                if ("$".equals(name)) {
                    hole = parser.getString().equals("ref");
                } else if (hole && "task".equals(name)) {
                    found.add(new NodePath(parser.getString()));
                    hole = false;
                }
            }
        } catch (JacksonException e) {
            throw new IOException("an input is no JSON", e);
        }
        return found.stream().distinct().toList();
    }

    /** The value with results in its holes. */
    static String filled(String json, Map<NodePath, Value> results) throws IOException {
        if (results.isEmpty()) {
            return json;
        }
        StringWriter text = new StringWriter();
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json);
                JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            parser.nextToken();
            copy(parser, out, results);
        } catch (JacksonException e) {
            throw new IOException("an input is no JSON", e);
        }
        return text.toString();
    }

    private static void copy(JsonParser parser, JsonGenerator out, Map<NodePath, Value> results) {
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            out.writeStartArray();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                copy(parser, out, results);
            }
            out.writeEndArray();
        } else if (parser.currentToken() == JsonToken.START_OBJECT) {
            object(parser, out, results);
        } else {
            out.copyCurrentEvent(parser);
        }
    }

    private static void object(JsonParser parser, JsonGenerator out, Map<NodePath, Value> results) {
        boolean first = true;
        boolean hole = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            if (first && "$".equals(name) && parser.getString().equals("ref")) {
                hole = true;
            } else if (hole) {
                if ("task".equals(name)) {
                    Value value = results.get(new NodePath(parser.getString()));
                    out.writeRawValue(value == null ? "null" : value.json());
                }
            } else {
                if (first) {
                    out.writeStartObject();
                }
                out.writeName(name);
                copy(parser, out, results);
            }
            first = false;
        }
        if (first) {
            out.writeStartObject();
        }
        if (!hole) {
            out.writeEndObject();
        }
    }
}
