package dev.headrace.codec.json;

/** Nothing. */
public record JsonNull() implements Json {
    public static final JsonNull NULL = new JsonNull();
}
