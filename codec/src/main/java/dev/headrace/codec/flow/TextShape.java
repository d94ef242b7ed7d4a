package dev.headrace.codec.flow;

import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonObject;
import dev.headrace.codec.json.JsonText;
import java.util.function.Function;

/**
 * A type that is written as a text.
 *
 * @param wanted what the text is, for those who wrote another one
 * @param pattern a regular expression for the schema; empty if any text will do
 * @param parser throws IllegalArgumentException for a text that it is not
 */
record TextShape<T>(
        String wanted, String pattern, Function<T, String> printer, Function<String, T> parser)
        implements Shape<T> {
    static final TextShape<String> ANY =
            new TextShape<>("a text", "", Function.identity(), Function.identity());

    @Override
    public Json write(T value) {
        return new JsonText(printer.apply(value));
    }

    @Override
    public T read(Json json, String at) {
        if (!(json instanceof JsonText(var text))) {
            throw Complaint.shape(at, "this is " + Words.of(json), wanted);
        }
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw Complaint.shape(at, "'" + text + "' is not " + wanted, wanted);
        }
    }

    @Override
    public Json schema(Definitions definitions) {
        JsonObject schema = JsonObject.EMPTY.with("type", "string");
        return pattern.isEmpty() ? schema : schema.with("pattern", pattern);
    }
}
