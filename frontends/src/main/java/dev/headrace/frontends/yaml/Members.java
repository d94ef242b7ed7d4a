package dev.headrace.frontends.yaml;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A mapping of a known kind, with all its keys known and none missing. */
final class Members {
    private final Place place;
    private final Map<Key, Yaml> values = new EnumMap<>(Key.class);

    Members(YamlMap map, Kind kind) {
        this.place = map.place();
        List<String> words = kind.words();
        for (YamlMap.Entry entry : map.entries()) {
            if (!words.contains(entry.key().text())) {
                throw Complaint.unknownKey(entry.key(), words);
            }
            Key.of(entry.key().text()).ifPresent(key -> values.put(key, entry.value()));
        }
        for (Key key : kind.required()) {
            if (!values.containsKey(key)) {
                throw Complaint.missing(place, key.word(), key.about());
            }
        }
    }

    /** Of what stands under the key, else of the whole. */
    Place place(Key key) {
        return get(key).map(Yaml::place).orElse(place);
    }

    boolean has(Key key) {
        return values.containsKey(key);
    }

    Optional<Yaml> get(Key key) {
        return Optional.ofNullable(values.get(key));
    }

    /** What stands under a key that must be there. */
    Yaml need(Key key) {
        return get(key).orElseThrow(() -> Complaint.missing(place, key.word(), key.about()));
    }

    <T> T get(Key key, Function<Yaml, T> reader, T otherwise) {
        return get(key).map(reader).orElse(otherwise);
    }

    /** Keys and values of the mapping under this key; none if it is not there. */
    List<YamlMap.Entry> entries(Key key, String wanted) {
        return switch (values.get(key)) {
            case null -> List.of();
            case YamlMap map -> map.entries();
            case YamlList list -> throw Complaint.wanted(list, wanted);
            case YamlScalar scalar -> throw Complaint.wanted(scalar, wanted);
        };
    }
}
