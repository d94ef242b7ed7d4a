package dev.headrace.frontends.yaml;

import java.util.List;

/** Items in order. */
record YamlList(Place place, List<Yaml> items) implements Yaml {
    YamlList {
        items = List.copyOf(items);
    }

    @Override
    public long size() {
        return 1 + items.stream().mapToLong(Yaml::size).sum();
    }

    @Override
    public String word() {
        return "a list";
    }
}
