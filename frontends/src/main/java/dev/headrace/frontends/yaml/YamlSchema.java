package dev.headrace.frontends.yaml;

import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonBool;
import dev.headrace.codec.json.JsonList;
import dev.headrace.codec.json.JsonObject;

/** Describes the grammar to editors. */
final class YamlSchema {
    private YamlSchema() {}

    static String text() {
        JsonObject task =
                JsonObject.of(
                        "oneOf",
                        new JsonList(
                                Kind.TASK_KINDS.stream().<Json>map(YamlSchema::mapping).toList()));
        JsonObject parts =
                JsonObject.EMPTY
                        .with("name", Key.FLOW.schema())
                        .with("param", mapping(Kind.PARAM))
                        .with("cache", mapping(Kind.CACHE_POLICY))
                        .with("task", task)
                        .with(
                                "template",
                                JsonObject.of(
                                        "oneOf",
                                        new JsonList(
                                                Kind.TEMPLATE_KINDS.stream()
                                                        .<Json>map(YamlSchema::mapping)
                                                        .toList())))
                        .with("repeat", mapping(Kind.REPEAT))
                        .with("following", following(false))
                        .with("hook", following(true))
                        .with("input", Json.read(SchemaOf.INPUT))
                        .with("reference", Json.read(SchemaOf.REFERENCE))
                        .with("path", Json.read(SchemaOf.PATH))
                        .with("lists", Json.read(SchemaOf.LISTS));
        JsonObject schema =
                JsonObject.EMPTY
                        .with("$schema", "https://json-schema.org/draft/2020-12/schema")
                        .with("title", "A Headrace flow in YAML");
        for (var member : mapping(Kind.FILE).members().entrySet()) {
            schema = schema.with(member.getKey(), member.getValue());
        }
        return schema.with("$defs", parts).pretty();
    }

    private static JsonObject following(boolean named) {
        return JsonObject.of(
                "oneOf",
                new JsonList(
                        Kind.TASK_KINDS.stream()
                                .<Json>map(kind -> mapping(kind.following(named)))
                                .toList()));
    }

    private static JsonObject mapping(Kind kind) {
        JsonObject properties = JsonObject.EMPTY;
        for (Key key : kind.keys()) {
            JsonObject described = JsonObject.EMPTY.with("description", key.about());
            if (key.schema() instanceof JsonObject(var members)) {
                for (var member : members.entrySet()) {
                    described = described.with(member.getKey(), member.getValue());
                }
            }
            properties = properties.with(key.word(), described);
        }
        return JsonObject.EMPTY
                .with("type", "object")
                .with("properties", properties)
                .with(
                        "required",
                        JsonList.ofTexts(kind.required().stream().map(Key::word).toList()))
                .with("additionalProperties", new JsonBool(false));
    }
}
