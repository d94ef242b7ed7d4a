package dev.headrace.codec.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;

/** Named members, in the order in which they were written. */
public record JsonObject(SequencedMap<String, Json> members) implements Json {
    public static final JsonObject EMPTY = new JsonObject(new LinkedHashMap<>());

    public JsonObject {
        members = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(members));
    }

    public static JsonObject of(String name, Json value) {
        return EMPTY.with(name, value);
    }

    /** This with one more member, or another value for it. */
    public JsonObject with(String name, Json value) {
        SequencedMap<String, Json> more = new LinkedHashMap<>(members);
        more.put(name, Objects.requireNonNull(value));
        return new JsonObject(more);
    }

    public JsonObject with(String name, String text) {
        return with(name, new JsonText(text));
    }

    public JsonObject with(String name, long number) {
        return with(name, JsonNumber.of(number));
    }

    public Optional<Json> get(String name) {
        return Optional.ofNullable(members.get(name));
    }

    /** The member's text, if it is one. */
    public Optional<String> text(String name) {
        return members.get(name) instanceof JsonText(var text)
                ? Optional.of(text)
                : Optional.empty();
    }

    /** The member's items; none if it is no list. */
    public JsonList list(String name) {
        return members.get(name) instanceof JsonList list ? list : JsonList.EMPTY;
    }
}
