package dev.headrace.codec.json;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Turns a tree into a text. */
final class JsonWriter {
    enum Style {
        COMPACT,
        PRETTY,
        CANONICAL
    }

    private final Style style;
    private final StringBuilder out = new StringBuilder();
    private int depth;

    JsonWriter(Style style) {
        this.style = style;
    }

    String text(Json json) {
        write(json);
        return out.toString();
    }

    private void write(Json json) {
        switch (json) {
            case JsonObject(var members) -> object(members);
            case JsonList(var items) -> list(items);
            case JsonText(var value) -> JsonText.quote(value, out);
            case JsonNumber number -> out.append(number(number));
            case JsonBool(var value) -> out.append(value);
            case JsonNull _ -> out.append("null");
        }
    }

    private void object(Map<String, Json> members) {
        // Java's own order of texts is that of their UTF-16 units, as the RFC wants it.
        Map<String, Json> ordered = style == Style.CANONICAL ? new TreeMap<>(members) : members;
        out.append('{');
        depth++;
        String gap = "";
        for (Map.Entry<String, Json> member : ordered.entrySet()) {
            out.append(gap);
            line();
            JsonText.quote(member.getKey(), out);
            out.append(style == Style.PRETTY ? ": " : ":");
            write(member.getValue());
            gap = ",";
        }
        depth--;
        if (!members.isEmpty()) {
            line();
        }
        out.append('}');
    }

    private void list(List<Json> items) {
        out.append('[');
        depth++;
        String gap = "";
        for (Json item : items) {
            out.append(gap);
            line();
            write(item);
            gap = ",";
        }
        depth--;
        if (!items.isEmpty()) {
            line();
        }
        out.append(']');
    }

    private void line() {
        if (style == Style.PRETTY) {
            out.append('\n').append("  ".repeat(depth));
        }
    }

    private String number(JsonNumber number) {
        if (style != Style.CANONICAL) {
            return number.literal();
        }
        String text = EcmaNumber.text(number.toDouble());
        if (number.isInteger()
                && number.literal().length() > 15
                && number.toLong().filter(n -> Math.abs(n) <= JsonNumber.SAFE_MAX).isEmpty()) {
            throw new IllegalArgumentException("no 64-bit float is exactly " + number.literal());
        }
        return text;
    }
}
