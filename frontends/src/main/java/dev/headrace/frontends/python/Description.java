package dev.headrace.frontends.python;

import dev.headrace.codec.json.BadJson;
import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonList;
import dev.headrace.codec.json.JsonObject;
import dev.headrace.codec.json.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a Python file says of itself when it is imported: its flows, its tasks, and the user's files
 * that it imports. The form is that of docs/protocol.md, 1.3.
 *
 * @param file as the program was called for
 * @param modules the file itself first
 */
public record Description(
        String file, List<JsonObject> flows, List<JsonObject> tasks, List<Module> modules) {
    /** A file of the user's under the name by which it is imported. */
    public record Module(String name, String path) {}

    public Description {
        flows = List.copyOf(flows);
        tasks = List.copyOf(tasks);
        modules = List.copyOf(modules);
    }

    /**
     * What this text says.
     *
     * @throws IllegalArgumentException if it is no description: it comes from our own program
     */
    public static Description read(String text) {
        try {
            if (Json.read(text) instanceof JsonObject object) {
                return new Description(
                        text(object, "file"),
                        objects(object.list("flows")),
                        objects(object.list("tasks")),
                        modules(object.list("modules")));
            }
        } catch (BadJson e) {
            throw new IllegalArgumentException("no description of a Python file", e);
        }
        throw new IllegalArgumentException("no description of a Python file");
    }

    /** The names of its flows. */
    public List<String> names() {
        return flows.stream().map(flow -> text(flow, "name")).toList();
    }

    static String text(JsonObject object, String name) {
        return object.text(name)
                .orElseThrow(() -> new IllegalArgumentException("no text '" + name + "'"));
    }

    static Optional<Json> given(JsonObject object, String name) {
        return object.get(name).filter(json -> !json.compact().equals("null"));
    }

    static List<JsonObject> objects(JsonList list) {
        List<JsonObject> objects = new ArrayList<>();
        for (Json item : list.items()) {
            if (!(item instanceof JsonObject object)) {
                throw new IllegalArgumentException("no object: " + item.compact());
            }
            objects.add(object);
        }
        return objects;
    }

    private static List<Module> modules(JsonList list) {
        List<Module> modules = new ArrayList<>();
        for (Json item : list.items()) {
            if (!(item instanceof JsonList(var pair)
                    && pair.size() == 2
                    && pair.getFirst() instanceof JsonText(var name)
                    && pair.getLast() instanceof JsonText(var path))) {
                throw new IllegalArgumentException("no module: " + item.compact());
            }
            modules.add(new Module(name, path));
        }
        if (modules.isEmpty()) {
            throw new IllegalArgumentException("no modules");
        }
        return modules;
    }
}
