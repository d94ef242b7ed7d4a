package dev.headrace.frontends.yaml;

import java.util.List;
import java.util.Optional;

/** Keys and values in order; no key is there twice. */
record YamlMap(Place place, List<Entry> entries) implements Yaml {
    record Entry(YamlScalar key, Yaml value) {}

    YamlMap {
        entries = List.copyOf(entries);
    }

    Optional<Yaml> get(String key) {
        return entries.stream()
                .filter(entry -> entry.key().text().equals(key))
                .map(Entry::value)
                .findFirst();
    }

    @Override
    public long size() {
        return 1 + entries.stream().mapToLong(entry -> 1 + entry.value().size()).sum();
    }

    @Override
    public String word() {
        return entries.isEmpty() ? "an empty mapping" : "a mapping";
    }
}
