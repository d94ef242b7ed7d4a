package dev.headrace.app.control;

import dev.headrace.adapters.local.home.Home;
import dev.headrace.adapters.local.worker.LinkText;
import dev.headrace.app.store.Library;
import dev.headrace.app.testing.Records;
import dev.headrace.codec.json.BadJson;
import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonBool;
import dev.headrace.codec.json.JsonList;
import dev.headrace.codec.json.JsonNull;
import dev.headrace.codec.json.JsonNumber;
import dev.headrace.codec.json.JsonObject;
import dev.headrace.codec.json.JsonText;
import dev.headrace.runtime.view.RunDocument;
import dev.headrace.runtime.view.RunReading;
import dev.headrace.spec.flow.InvalidSpec;
import dev.headrace.spec.flow.Problem;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Outcome.Skipped.Reason;
import dev.headrace.spec.run.Value;
import dev.headrace.spi.store.EventStore.RunRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What came of tasks in earlier runs: of the store, or in documents that {@code headrace show RUN
 * --json --encoded} has written. Files that values lie in are copied to where they are needed.
 */
final class RecordedRuns implements Records {
    private final Home store;
    private final Path folder;
    private final Home to;
    private final Map<String, Recording> read = new HashMap<>();

    /**
     * Those of a store.
     *
     * @param folder that paths of documents are relative to
     * @param to where values are needed
     */
    RecordedRuns(Home store, Path folder, Home to) {
        this.store = store;
        this.folder = folder;
        this.to = to;
    }

    /** One run, by the paths of its tasks. */
    private record Recording(Optional<Path> home, Map<String, JsonObject> tasks) {}

    @Override
    public Optional<Outcome> outcome(String run, NodePath task) {
        Recording recording = read.computeIfAbsent(run, this::recording);
        return Optional.ofNullable(recording.tasks().get(task.text()))
                .flatMap(found -> outcome(run, recording, found));
    }

    private Optional<Outcome> outcome(String run, Recording recording, JsonObject task) {
        Json error = task.get("error").orElse(JsonNull.NULL);
        switch (task.text("state").orElse("")) {
            case "succeeded" -> {
                Json value =
                        task.get("value")
                                .orElseThrow(() ->
                                        unusable(
                                                run,
                                                "it holds no values",
                                                "write it with headrace show RUN --json --encoded"));
                recording.home().ifPresent(home -> copy(run, home, value));
                return Optional.of(new Outcome.Succeeded(new Value(value.compact())));
            }
            case "failed" -> {
                try {
                    return Optional.of(new Outcome.Failed(LinkText.failure(error.compact())));
                } catch (IOException e) {
                    throw unusable(run, String.valueOf(e.getMessage()), "write it anew");
                }
            }
            case "skipped" -> {
                String why =
                        error instanceof JsonObject said ? said.text("message").orElse("") : "";
                return Optional.of(new Outcome.Skipped(NodePath.ROOT, Reason.SELF, why));
            }
            default -> {
                return Optional.empty();
            }
        }
    }

    private Recording recording(String run) {
        Path file = folder.resolve(run);
        String text = Files.isRegularFile(file) ? content(run, file) : ofStore(run);
        Json json;
        try {
            json = Json.read(text);
        } catch (BadJson e) {
            throw unusable(
                    run,
                    String.valueOf(e.getMessage()),
                    "write it with headrace show RUN --json --encoded");
        }
        if (!(json instanceof JsonObject document) || document.get("tasks").isEmpty()) {
            throw unusable(
                    run,
                    "it is no document of a run",
                    "write it with headrace show RUN --json --encoded");
        }
        Map<String, JsonObject> tasks = new LinkedHashMap<>();
        for (Json item : document.list("tasks").items()) {
            if (item instanceof JsonObject task) {
                task.text("path").ifPresent(path -> tasks.put(path, task));
            }
        }
        return new Recording(document.text("home").map(Path::of), tasks);
    }

    private static String content(String run, Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw unusable(run, String.valueOf(e), "let it be read");
        }
    }

    private String ofStore(String run) {
        try (Library library = Library.of(store)) {
            RunRow row = library.find(run);
            RunReading reading = library.read(row);
            return RunDocument.encoded(
                            reading.state().orElseThrow(),
                            reading.view(),
                            library.interrupted(row),
                            store.root().toString())
                    .text();
        }
    }

    /** Copies the files that a value lies in. */
    private void copy(String run, Path home, Json value) {
        switch (value) {
            case JsonObject object -> {
                if (object.text("$").orElse("").equals("stored")) {
                    object.text("digest").ifPresent(digest -> copyFile(run, home, digest));
                } else {
                    object.members().values().forEach(member -> copy(run, home, member));
                }
            }
            case JsonList(var items) -> items.forEach(item -> copy(run, home, item));
            case JsonText _, JsonNumber _, JsonBool _, JsonNull _ -> {}
        }
    }

    private void copyFile(String run, Path home, String digest) {
        String name = digest.startsWith("sha256:") ? digest.substring(7) : digest;
        if (name.length() != 64 || !name.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
            throw unusable(run, "'" + digest + "' is no digest", "write it anew");
        }
        String part = name.substring(0, 2) + "/" + name.substring(2);
        Path target = to.artifacts().resolve(part);
        try {
            if (!Files.exists(target)) {
                Files.createDirectories(to.artifacts().resolve(name.substring(0, 2)));
                Files.copy(
                        home.resolve("artifacts").resolve(part),
                        target,
                        StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw unusable(
                    run,
                    "a file of one of its values is not there: " + e.getMessage(),
                    "take another run, or replace the task otherwise");
        }
    }

    private static InvalidSpec unusable(String run, String why, String mend) {
        return new InvalidSpec(
                Problem.at("", "HR-0451", "what was recorded of " + run + " cannot be used")
                        .because(why)
                        .mend(mend));
    }
}
