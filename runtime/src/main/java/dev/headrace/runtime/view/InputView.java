package dev.headrace.runtime.view;

import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonBool;
import dev.headrace.codec.json.JsonList;
import dev.headrace.codec.json.JsonNull;
import dev.headrace.codec.json.JsonNumber;
import dev.headrace.codec.json.JsonObject;
import dev.headrace.codec.json.JsonText;
import dev.headrace.codec.json.Values;
import dev.headrace.engine.run.NodeState;
import dev.headrace.engine.run.Tree;
import dev.headrace.spec.run.Argument;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** The inputs of a task as people see them: results that are there stand where they are meant. */
final class InputView {
    private final Tree tree;

    InputView(Tree tree) {
        this.tree = tree;
    }

    JsonObject of(List<Argument> inputs) {
        SequencedMap<String, Json> members = new LinkedHashMap<>();
        for (Argument input : inputs) {
            Value value = input.holes().isEmpty() ? input.value() : filled(input.value());
            Value part =
                    input.fields().isEmpty()
                            ? value
                            : Values.field(value, input.fields()).orElse(value);
            members.put(input.name(), Values.shown(part));
        }
        return new JsonObject(members);
    }

    private Value filled(Value value) {
        return new Value(filled(Json.read(value.json())).compact());
    }

    private Json filled(Json json) {
        return switch (json) {
            case JsonObject object -> object(object);
            case JsonList(var items) -> new JsonList(items.stream().map(this::filled).toList());
            case JsonText _, JsonNumber _, JsonBool _, JsonNull _ -> json;
        };
    }

    private Json object(JsonObject object) {
        if (object.text("$").orElse("").equals("ref")) {
            return object.text("task")
                    .flatMap(path -> tree.find(new NodePath(path)))
                    .flatMap(InputView::result)
                    .map(value -> Json.read(value.json()))
                    .orElse(object);
        }
        SequencedMap<String, Json> members = new LinkedHashMap<>();
        object.members().forEach((name, member) -> members.put(name, filled(member)));
        return new JsonObject(members);
    }

    private static Optional<Value> result(NodeState node) {
        return node.outcome()
                .filter(Outcome.Succeeded.class::isInstance)
                .map(outcome -> ((Outcome.Succeeded) outcome).value());
    }
}
