package dev.headrace.codec.json;

import java.util.Objects;

/** A text; may hold halves of surrogate pairs. */
public record JsonText(String value) implements Json {
    public JsonText {
        Objects.requireNonNull(value);
    }
}
