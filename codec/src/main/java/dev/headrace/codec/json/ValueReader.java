package dev.headrace.codec.json;

import dev.headrace.spec.run.Value;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Looks into values, also into those that are stored as files, if they are JSON. Remembers the last
 * one, since who looks at one part of a value often looks at the next. For one thread.
 */
public final class ValueReader {
    private final Function<String, Optional<byte[]>> files;
    private Seen last = new Seen(Value.NULL, Json.read(Value.NULL.json()), false);

    /** A value, what there is to be seen of it, and whether that lay in a file. */
    private record Seen(Value value, Json content, boolean opened) {}

    /**
     * @param files the content of a file by its digest, if it is there and no longer than {@link
     *     Value#LENGTH_MAX} bytes
     */
    public ValueReader(Function<String, Optional<byte[]>> files) {
        this.files = files;
    }

    /** What lies in a file, if that can be read; else what was given. */
    public Value whole(Value value) {
        Seen seen = look(value);
        return seen.opened() ? new Value(seen.content().compact()) : value;
    }

    /** The items of a list or tuple; empty if the value is something else, or not at hand. */
    public Optional<List<Value>> items(Value list) {
        return Values.items(look(list).content());
    }

    /** The part of a value that is reached by keys of objects and numbers of items. */
    public Optional<Value> part(Value whole, List<String> fields) {
        return Values.field(look(whole).content(), fields);
    }

    private Seen look(Value value) {
        if (!value.equals(last.value())) {
            Json json = Json.read(value.json());
            Optional<Json> content = digest(json).flatMap(files).map(ValueReader::read);
            last = new Seen(value, content.orElse(json), content.isPresent());
        }
        return last;
    }

    private static Optional<String> digest(Json json) {
        return json instanceof JsonObject form
                        && Form.tag(form).filter("stored"::equals).isPresent()
                        && form.text("encoding").filter("json"::equals).isPresent()
                ? form.text("digest")
                : Optional.empty();
    }

    private static Json read(byte[] content) {
        return Json.read(new String(content, StandardCharsets.UTF_8));
    }
}
