package dev.headrace.codec.json;

import java.util.Collection;
import java.util.List;

/** Items in order. */
public record JsonList(List<Json> items) implements Json {
    public static final JsonList EMPTY = new JsonList(List.of());

    public JsonList {
        items = List.copyOf(items);
    }

    public static JsonList ofTexts(Collection<String> texts) {
        return new JsonList(texts.stream().<Json>map(JsonText::new).toList());
    }
}
