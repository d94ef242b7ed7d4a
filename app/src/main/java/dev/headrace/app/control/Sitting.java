package dev.headrace.app.control;

import dev.headrace.adapters.local.worker.RunSetup;
import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonList;
import dev.headrace.codec.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Where and with what a run is carried out: kept beside its journal, so that it can go on the same
 * way later.
 *
 * @param folder of the flow's file
 * @param cwd where tasks run
 * @param python the interpreter
 */
record Sitting(Path folder, Path cwd, Path python, List<RunSetup.Module> modules) {
    private static final String NAME = "sitting.json";

    Sitting {
        modules = List.copyOf(modules);
    }

    static Path file(Path runFolder) {
        return runFolder.resolve(NAME);
    }

    void keep(Path runFolder) throws IOException {
        List<Json> code = new ArrayList<>();
        for (RunSetup.Module module : modules) {
            code.add(
                    JsonObject.EMPTY
                            .with("name", module.name())
                            .with("file", module.file())
                            .with("original", module.original().toString())
                            .with("snapshot", module.snapshot().toString()));
        }
        JsonObject json =
                JsonObject.EMPTY
                        .with("folder", folder.toString())
                        .with("cwd", cwd.toString())
                        .with("python", python.toString())
                        .with("code", new JsonList(code));
        Path fresh = runFolder.resolve(NAME + ".new");
        Files.writeString(fresh, json.pretty(), StandardCharsets.UTF_8);
        Files.move(fresh, runFolder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
    }

    static Sitting of(Path runFolder) throws IOException {
        Json json = Json.read(Files.readString(runFolder.resolve(NAME), StandardCharsets.UTF_8));
        if (!(json instanceof JsonObject object)) {
            throw new IOException(NAME + " is no object");
        }
        List<RunSetup.Module> modules = new ArrayList<>();
        for (Json item : object.list("code").items()) {
            if (item instanceof JsonObject module) {
                modules.add(
                        new RunSetup.Module(
                                text(module, "name"),
                                text(module, "file"),
                                Path.of(text(module, "original")),
                                Path.of(text(module, "snapshot"))));
            }
        }
        return new Sitting(
                Path.of(text(object, "folder")),
                Path.of(text(object, "cwd")),
                Path.of(text(object, "python")),
                modules);
    }

    private static String text(JsonObject object, String name) throws IOException {
        return object.text(name).orElseThrow(() -> new IOException(NAME + " lacks " + name));
    }
}
