package dev.headrace.codec.flow;

import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonList;
import dev.headrace.codec.json.JsonObject;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One of several objects; its member for that says which.
 *
 * @param kinds asked for when needed, because kinds may hold each other
 * @param kindOf the shape of a value
 */
record KindShape<T>(
        String name,
        Supplier<List<ObjectShape<? extends T>>> kinds,
        Function<T, ObjectShape<? extends T>> kindOf)
        implements Shape<T> {
    @Override
    public Json write(T value) {
        return write(kindOf.apply(value), value);
    }

    @SuppressWarnings("unchecked") // kindOf gives the shape of the value's own type.
    private static <S> Json write(ObjectShape<S> shape, Object value) {
        return shape.write((S) value);
    }

    @Override
    public T read(Json json, String at) {
        List<String> words = kinds.get().stream().map(shape -> shape.kind().orElseThrow()).toList();
        String word =
                json instanceof JsonObject object ? object.text(ObjectShape.KIND).orElse("") : "";
        for (ObjectShape<? extends T> shape : kinds.get()) {
            if (shape.kind().orElseThrow().equals(word)) {
                return shape.read(json, at);
            }
        }
        throw word.isEmpty()
                ? Complaint.shape(
                        at,
                        "this is " + Words.of(json),
                        "an object whose 'kind' is one of " + String.join(", ", words))
                : Complaint.unknown(Complaint.below(at, ObjectShape.KIND), word, words);
    }

    @Override
    public Json schema(Definitions definitions) {
        return definitions.refer(
                name,
                () ->
                        JsonObject.of(
                                "oneOf",
                                new JsonList(
                                        kinds.get().stream()
                                                .map(shape -> shape.schema(definitions))
                                                .toList())));
    }
}
