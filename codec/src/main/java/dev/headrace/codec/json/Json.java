package dev.headrace.codec.json;

/** A JSON value. */
public sealed interface Json
        permits JsonObject, JsonList, JsonText, JsonNumber, JsonBool, JsonNull {
    /** Containers within containers. A flow may use 130 of them, and a task's value 300 more. */
    int DEPTH_MAX = 500;

    /** Characters of one text; a value may have a quarter of them. */
    int LENGTH_MAX = 1 << 28;

    /**
     * Reads exactly one value. Names that occur twice in an object, comments, and whatever else the
     * standard does not know are refused.
     *
     * @throws BadJson where the text is none
     */
    static Json read(String text) {
        return JsonReader.read(text);
    }

    /** On one line, members in their own order, numbers as they were written. */
    default String compact() {
        return new JsonWriter(JsonWriter.Style.COMPACT).text(this);
    }

    /** For people: like {@link #compact}, indented. Ends with a line feed. */
    default String pretty() {
        return new JsonWriter(JsonWriter.Style.PRETTY).text(this) + "\n";
    }

    /**
     * The canonical text of RFC 8785: equal values have equal texts.
     *
     * <p>Where the RFC gives up on half a surrogate pair, this writes its escape.
     *
     * @throws IllegalArgumentException if a number is not exactly that of a 64-bit float
     */
    default String canonical() {
        return new JsonWriter(JsonWriter.Style.CANONICAL).text(this);
    }
}
