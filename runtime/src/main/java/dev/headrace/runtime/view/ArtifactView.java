package dev.headrace.runtime.view;

import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonNull;
import dev.headrace.codec.json.JsonNumber;
import dev.headrace.codec.json.JsonObject;
import dev.headrace.codec.json.JsonText;
import dev.headrace.engine.run.Caching;
import dev.headrace.engine.run.NodeState;
import dev.headrace.engine.run.RunState.Begun;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.run.Ending;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.RunId;
import dev.headrace.spec.run.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Something that a task made and that lies in the artifact store.
 *
 * @param name that the task gave it; a result has none
 * @param task the root for what the flow itself made
 */
public record ArtifactView(
        RunId run, NodePath task, Optional<String> name, String type, long size, String digest) {
    /** How commands name it: {@code RUN/PATH:NAME}, {@code RUN/PATH}; {@code RUN} for the flow. */
    public String ref() {
        return run + (task.isRoot() ? "" : "/" + task) + name.map(given -> ":" + given).orElse("");
    }

    public Json document() {
        return JsonObject.EMPTY
                .with("ref", ref())
                .with("type", type)
                .with("size", JsonNumber.of(size))
                .with("digest", digest)
                .with("name", name.<Json>map(JsonText::new).orElse(JsonNull.NULL))
                .with("task", task.isRoot() ? JsonNull.NULL : new JsonText(task.text()));
    }

    /** What this value stands for, if it is one that lies in the artifact store. */
    public static Optional<ArtifactView> of(
            RunId run, NodePath task, Optional<String> name, Value value) {
        if (!value.json().startsWith("{") || !value.json().contains("\"stored\"")) {
            return Optional.empty();
        }
        if (!(Json.read(value.json()) instanceof JsonObject form)
                || !form.text("$").orElse("").equals("stored")) {
            return Optional.empty();
        }
        long size =
                form.get("size").orElse(JsonNull.NULL) instanceof JsonNumber number
                        ? number.toLong().orElse(0L)
                        : 0;
        return form.text("digest")
                .map(digest ->
                        new ArtifactView(
                                run, task, name, form.text("type").orElse(""), size, digest));
    }

    /** All artifacts of a run: of each task in order what it named, then its result. */
    public static List<ArtifactView> all(Begun run, RunView view) {
        List<ArtifactView> all = new ArrayList<>();
        for (NodeState task : RunDocument.tasks(run)) {
            addAll(all, run, view, task);
        }
        if (run.tree().root().spec() instanceof Task) {
            addAll(all, run, view, run.tree().root());
        }
        return all;
    }

    /** What one task made. */
    public static List<ArtifactView> of(Begun run, RunView view, NodeState task) {
        List<ArtifactView> all = new ArrayList<>();
        addAll(all, run, view, task);
        return all;
    }

    private static void addAll(List<ArtifactView> all, Begun run, RunView view, NodeState task) {
        Map<String, Value> named = new LinkedHashMap<>();
        for (AttemptView attempt : view.attempts(task.path())) {
            for (Ending.Named artifact : attempt.artifacts()) {
                named.put(artifact.name(), artifact.value());
            }
        }
        if (run.tree().cache().looked(task.path()).orElse(null)
                instanceof Caching.Taken(_, var artifacts)) {
            artifacts.forEach(artifact -> named.put(artifact.name(), artifact.value()));
        }
        RunId id = run.head().run();
        named.forEach(
                (name, value) -> of(id, task.path(), Optional.of(name), value).ifPresent(all::add));
        if (task.outcome().isPresent()
                && task.outcome().get() instanceof Outcome.Succeeded(Value value)) {
            of(id, task.path(), Optional.empty(), value).ifPresent(all::add);
        }
    }
}
