package dev.headrace.codec.json;

import dev.headrace.spec.flow.Type;
import dev.headrace.spec.run.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What tasks hand to each other, seen from outside. The forms are those of docs/protocol.md. */
public final class Values {
    private Values() {}

    /**
     * Data that a user wrote, as a value: an object in it that looks like one of our forms stays an
     * object.
     *
     * @throws IllegalArgumentException if it is longer than a value may be
     */
    public static Value of(Json data) {
        return new Value(PlainForm.of(data).compact());
    }

    /**
     * The same value in the one text that all its spellings share. Objects keep the order of their
     * members: one that is not sorted becomes a {@code map}.
     */
    public static Value canonical(Value value) {
        return new Value(canonicalJson(value).canonical());
    }

    /** {@link #canonical} as a tree, to be put into a larger document. */
    public static Json canonicalJson(Value value) {
        return CanonicalForm.of(Json.read(value.json()));
    }

    /** As people and scripts shall see it in documents: one JSON text without our forms. */
    public static String display(Value value) {
        return shown(value).compact();
    }

    /** {@link #display} as a tree, to be put into a larger document. */
    public static Json shown(Value value) {
        return ShownForm.of(Json.read(value.json()));
    }

    /** What a variable of a process's environment says: a text as it is, else as documents do. */
    public static String plainText(Value value) {
        return shown(value) instanceof JsonText(var text) ? text : display(value);
    }

    /** The items of a list or tuple; empty if the value is something else. */
    static Optional<List<Value>> items(Json value) {
        return Form.items(value)
                .map(items -> items.stream().map(item -> new Value(item.compact())).toList());
    }

    /** Whether a value is of this type, as far as it lies here. */
    public static boolean fits(Value value, Type type) {
        return Types.fits(value, type);
    }

    /** The part of a value that is reached by keys of objects and numbers of items. */
    public static Optional<Value> field(Value value, List<String> fields) {
        return field(Json.read(value.json()), fields);
    }

    static Optional<Value> field(Json value, List<String> fields) {
        Optional<Json> found = Optional.of(value);
        for (String field : fields) {
            found = found.flatMap(json -> part(json, field));
        }
        return found.map(json -> new Value(json.compact()));
    }

    private static Optional<Json> part(Json json, String field) {
        Optional<List<Json>> items = Form.items(json);
        if (items.isPresent()) {
            return index(field, items.get().size()).map(items.get()::get);
        }
        Optional<List<Map.Entry<Json, Json>>> pairs = Form.pairs(json);
        return pairs.flatMap(all ->
                all.stream()
                        .filter(pair -> ShownForm.key(pair.getKey()).equals(field))
                        .map(Map.Entry::getValue)
                        .findFirst());
    }

    private static Optional<Integer> index(String field, int size) {
        if (field.isEmpty()
                || field.length() > 9
                || !field.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        int index = Integer.parseInt(field);
        return index < size ? Optional.of(index) : Optional.empty();
    }
}
