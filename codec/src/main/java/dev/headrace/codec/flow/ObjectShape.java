package dev.headrace.codec.flow;

import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonBool;
import dev.headrace.codec.json.JsonList;
import dev.headrace.codec.json.JsonObject;
import dev.headrace.codec.json.JsonText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;

/**
 * An object with known members and no others.
 *
 * @param kind what its member {@code kind} says, if it has one
 * @param maker makes the value of what was read
 */
record ObjectShape<T>(
        String name,
        String about,
        Optional<String> kind,
        List<Field<T, ?>> fields,
        Function<Read, T> maker)
        implements Shape<T> {
    static final String KIND = "kind";

    ObjectShape {
        fields = List.copyOf(fields);
    }

    /** What the members of one object say. */
    static final class Read {
        private final Map<Field<?, ?>, Object> values = new HashMap<>();

        @SuppressWarnings("unchecked") // Only put() writes here, and with the field's own type.
        <V> V get(Field<?, V> field) {
            Object value = values.get(field);
            if (value == null) {
                throw new IllegalStateException("'" + field.name() + "' is in no list of fields");
            }
            return (V) value;
        }

        private <V> void put(Field<?, V> field, V value) {
            values.put(field, value);
        }
    }

    @Override
    public JsonObject write(T value) {
        SequencedMap<String, Json> members = new LinkedHashMap<>();
        kind.ifPresent(word -> members.put(KIND, new JsonText(word)));
        fields.forEach(field -> put(field, value, members));
        return new JsonObject(members);
    }

    private <V> void put(Field<T, V> field, T whole, Map<String, Json> members) {
        V value = field.getter().apply(whole);
        if (field.fallback().filter(value::equals).isEmpty()) {
            members.put(field.name(), field.shape().write(value));
        }
    }

    @Override
    public T read(Json json, String at) {
        if (!(json instanceof JsonObject object)) {
            throw Complaint.shape(at, "this is " + Words.of(json), "an object: " + about);
        }
        List<String> names = names();
        for (String member : object.members().keySet()) {
            if (!names.contains(member)) {
                throw Complaint.unknown(at, member, names);
            }
        }
        Read read = new Read();
        fields.forEach(field -> take(field, object, at, read));
        return Complaint.placed(at, () -> maker.apply(read));
    }

    private <V> void take(Field<T, V> field, JsonObject object, String at, Read read) {
        Json member = object.members().get(field.name());
        V value =
                member == null
                        ? field.fallback()
                                .orElseThrow(() ->
                                        Complaint.shape(
                                                at,
                                                "'" + field.name() + "' is missing",
                                                "an object with " + field.name()))
                        : field.shape().read(member, Complaint.below(at, field.name()));
        read.put(field, value);
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        kind.ifPresent(_ -> names.add(KIND));
        fields.forEach(field -> names.add(field.name()));
        return names;
    }

    @Override
    public Json schema(Definitions definitions) {
        return definitions.refer(name, () -> described(definitions));
    }

    private JsonObject described(Definitions definitions) {
        JsonObject properties = JsonObject.EMPTY;
        List<String> required = new ArrayList<>();
        if (kind.isPresent()) {
            properties = properties.with(KIND, JsonObject.of("const", new JsonText(kind.get())));
            required.add(KIND);
        }
        for (Field<T, ?> field : fields) {
            properties = properties.with(field.name(), described(field, definitions));
            if (field.fallback().isEmpty()) {
                required.add(field.name());
            }
        }
        JsonObject schema =
                JsonObject.EMPTY
                        .with("description", about)
                        .with("type", "object")
                        .with("properties", properties);
        return (required.isEmpty() ? schema : schema.with("required", JsonList.ofTexts(required)))
                .with("additionalProperties", new JsonBool(false));
    }

    private static <V> JsonObject described(Field<?, V> field, Definitions definitions) {
        JsonObject schema =
                field.shape().schema(definitions) instanceof JsonObject object
                        ? object
                        : JsonObject.EMPTY;
        JsonObject described =
                field.about().isEmpty() ? schema : schema.with("description", field.about());
        return field.fallback()
                .filter(value -> !(value instanceof Optional<?>))
                .map(value -> described.with("default", field.shape().write(value)))
                .orElse(described);
    }
}
