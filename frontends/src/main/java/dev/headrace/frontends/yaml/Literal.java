package dev.headrace.frontends.yaml;

import dev.headrace.codec.json.Form;
import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonList;
import dev.headrace.codec.json.JsonObject;
import dev.headrace.codec.json.JsonText;
import dev.headrace.codec.json.Values;
import dev.headrace.frontends.flow.Arguments;
import dev.headrace.spec.run.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** What is written in the file itself, as a value. */
final class Literal {
    /** Within {@code {value: …}} nothing refers to anything. */
    private final boolean quoted;

    private Literal(boolean quoted) {
        this.quoted = quoted;
    }

    /** A value in which nothing may look like a reference. */
    static Value of(Yaml yaml) {
        return value(yaml, new Literal(false));
    }

    /** A value in which everything means itself. */
    static Value quoted(Yaml yaml) {
        return value(yaml, new Literal(true));
    }

    private static Value value(Yaml yaml, Literal literal) {
        String json = literal.json(yaml).compact();
        if (json.length() > Arguments.LENGTH_MAX) {
            throw Complaint.of(
                    yaml.place(),
                    "HR-0115",
                    "this value is too large",
                    "a value has at most " + Arguments.LENGTH_MAX + " characters",
                    "put it into a file, and read that in a task");
        }
        return Values.canonical(new Value(json));
    }

    private Json json(Yaml yaml) {
        return switch (yaml) {
            case YamlScalar scalar -> scalar.value();
            case YamlList list -> new JsonList(list.items().stream().map(this::json).toList());
            case YamlMap map -> object(map);
        };
    }

    private Json object(YamlMap map) {
        if (!quoted && Reference.looksLike(map)) {
            throw Complaint.of(
                    map.place(),
                    "HR-0119",
                    "a reference within a literal",
                    "a reference stands for a whole input, not for a part of one",
                    "give it as an input of its own; to mean this object itself, write"
                            + " {value: …} around the whole");
        }
        List<Map.Entry<Json, Json>> pairs = new ArrayList<>();
        SequencedMap<String, Json> members = new LinkedHashMap<>();
        for (YamlMap.Entry entry : map.entries()) {
            Json value = json(entry.value());
            pairs.add(Map.entry(entry.key().value(), value));
            if (entry.key().value() instanceof JsonText(var key)) {
                members.put(key, value);
            }
        }
        return members.size() == pairs.size() && !members.containsKey(Form.TAG)
                ? new JsonObject(members)
                : Form.ofPairs(pairs);
    }
}
