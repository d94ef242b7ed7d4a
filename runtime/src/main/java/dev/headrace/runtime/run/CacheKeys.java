package dev.headrace.runtime.run;

import dev.headrace.codec.json.Digest;
import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonList;
import dev.headrace.codec.json.JsonObject;
import dev.headrace.codec.json.JsonText;
import dev.headrace.codec.json.Values;
import dev.headrace.engine.run.NodeState;
import dev.headrace.engine.run.RunState.Begun;
import dev.headrace.engine.run.Tree;
import dev.headrace.spec.run.Argument;
import dev.headrace.spec.run.CachePolicy;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Writes down what a result is made of: the task's name and code, the environment, the salt, and
 * each input that counts. Content in the artifact store counts by its digest, and previews do not
 * count at all.
 */
final class CacheKeys {
    private static final int SHOWN_MAX = 40;

    private final Assigner assigner;

    CacheKeys(Assigner assigner) {
        this.assigner = assigner;
    }

    /**
     * What one result is made of.
     *
     * @param digest names it
     * @param parts all of it but the task's name
     */
    record ResultKey(String digest, KeyParts parts) {}

    /**
     * The parts that can change.
     *
     * @param inputs by name
     */
    record KeyParts(
            String code, String environment, String salt, SequencedMap<String, Input> inputs) {
        Json json() {
            JsonObject all = JsonObject.EMPTY;
            for (var input : inputs.entrySet()) {
                Input it = input.getValue();
                all =
                        all.with(
                                input.getKey(),
                                new JsonList(
                                        List.of(
                                                new JsonText(it.digest()),
                                                new JsonText(it.shown()))));
            }
            return JsonObject.EMPTY
                    .with("code", code)
                    .with("environment", environment)
                    .with("salt", salt)
                    .with("inputs", all);
        }

        /** As {@link #json} wrote it; empty for what it did not write. */
        static Optional<KeyParts> read(String text) {
            if (!(Json.read(text) instanceof JsonObject object)
                    || !(object.get("inputs").orElse(null) instanceof JsonObject all)) {
                return Optional.empty();
            }
            SequencedMap<String, Input> inputs = new LinkedHashMap<>();
            all.members()
                    .forEach((name, json) -> {
                        if (json instanceof JsonList(var pair)
                                && pair.size() == 2
                                && pair.getFirst() instanceof JsonText(var digest)
                                && pair.getLast() instanceof JsonText(var shown)) {
                            inputs.put(name, new Input(digest, shown));
                        }
                    });
            return Optional.of(
                    new KeyParts(
                            object.text("code").orElse(""),
                            object.text("environment").orElse(""),
                            object.text("salt").orElse(""),
                            inputs));
        }
    }

    /**
     * One input.
     *
     * @param shown what people see of it
     */
    record Input(String digest, String shown) {}

    /** Empty when a part of what the node is given may still become another one. */
    Optional<ResultKey> of(Begun run, NodeState node) {
        CachePolicy policy = node.task().cache().orElseThrow();
        SequencedMap<String, Input> inputs = new LinkedHashMap<>();
        for (Argument input : node.inputs()) {
            if (input.holes().stream().anyMatch(hole -> !run.tree().node(hole).settled())) {
                return Optional.empty();
            }
            if (!policy.ignore().contains(input.name())) {
                Json value = filled(run.tree(), assigner.value(run.tree(), input));
                inputs.put(input.name(), input(input, value));
            }
        }
        KeyParts parts =
                new KeyParts(
                        policy.code(), run.flow().environment().orElse(""), policy.salt(), inputs);
        JsonObject digests = JsonObject.EMPTY;
        for (var input : inputs.entrySet()) {
            digests = digests.with(input.getKey(), input.getValue().digest());
        }
        Json all =
                JsonObject.EMPTY
                        .with("task", node.name())
                        .with("code", parts.code())
                        .with("environment", parts.environment())
                        .with("salt", parts.salt())
                        .with("inputs", digests);
        return Optional.of(new ResultKey(Digest.sha256(all.canonical()), parts));
    }

    private static Input input(Argument input, Json value) {
        String text = bare(Values.canonicalJson(new Value(value.compact()))).canonical();
        String shown = Values.display(new Value(value.compact()));
        return new Input(
                Digest.sha256(input.spread() + " " + text),
                shown.length() <= SHOWN_MAX ? shown : shown.substring(0, SHOWN_MAX - 1) + "…");
    }

    /** The value with results in its holes. */
    private static Json filled(Tree tree, Value value) {
        Json json = Json.read(value.json());
        return value.json().contains("\"ref\"") ? filled(tree, json) : json;
    }

    private static Json filled(Tree tree, Json json) {
        if (json instanceof JsonList(var items)) {
            List<Json> all = new ArrayList<>();
            items.forEach(item -> all.add(filled(tree, item)));
            return new JsonList(all);
        }
        if (!(json instanceof JsonObject object)) {
            return json;
        }
        Optional<String> task = object.text("task");
        if (object.text("$").filter("ref"::equals).isPresent() && task.isPresent()) {
            return Json.read(result(tree, new NodePath(task.get())).json());
        }
        JsonObject all = JsonObject.EMPTY;
        for (var member : object.members().entrySet()) {
            all = all.with(member.getKey(), filled(tree, member.getValue()));
        }
        return all;
    }

    private static Value result(Tree tree, NodePath path) {
        return tree.node(path).outcome().orElse(null) instanceof Outcome.Succeeded(Value value)
                ? value
                : Value.NULL;
    }

    /** Without what is there for people to see: it may hold addresses. */
    private static Json bare(Json json) {
        if (json instanceof JsonList(var items)) {
            return new JsonList(items.stream().map(CacheKeys::bare).toList());
        }
        if (!(json instanceof JsonObject object)) {
            return json;
        }
        boolean form =
                object.text("$")
                        .filter(kind -> kind.equals("pickle") || kind.equals("stored"))
                        .isPresent();
        JsonObject all = JsonObject.EMPTY;
        for (var member : object.members().entrySet()) {
            if (!form || !member.getKey().equals("preview")) {
                all = all.with(member.getKey(), bare(member.getValue()));
            }
        }
        return all;
    }
}
