package dev.headrace.frontends.yaml;

import dev.headrace.frontends.flow.Code;
import dev.headrace.frontends.flow.Snapshot;
import dev.headrace.spec.flow.Action;
import dev.headrace.spec.flow.FlowSpec.CodeFile;
import dev.headrace.spec.flow.InvalidSpec;
import dev.headrace.spec.flow.Rules;
import dev.headrace.spec.flow.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The Python files that a flow names: all in its folder, and each kept once. */
final class PythonFiles {
    private static final Pattern FUNCTION = Pattern.compile("(.+):([A-Za-z_][A-Za-z0-9_]{0,199})");
    private static final Pattern MAY = Pattern.compile("[^\\\\\\p{Cntrl}]{1,1000}\\.py");

    private final Path folder;
    private final Snapshot snapshot;
    private final TreeMap<String, Code> kept = new TreeMap<>();
    private final SequencedMap<String, CodeFile> files = new LinkedHashMap<>();
    private final SequencedMap<String, Task> tasks = new LinkedHashMap<>();
    private final SequencedMap<String, Rules> rules = new LinkedHashMap<>();

    PythonFiles(Path folder, Snapshot snapshot) {
        this.folder = folder;
        this.snapshot = snapshot;
    }

    /** The function that {@code file.py:function} names. */
    Action.Python function(Yaml yaml) {
        String wanted = "a function of a file, as file.py:function";
        Matcher matcher = FUNCTION.matcher(Scalars.text(yaml, wanted));
        if (!matcher.matches()) {
            throw Complaint.wanted(yaml, wanted);
        }
        String path = matcher.group(1);
        if (!kept.containsKey(path)) {
            check(path, yaml.place());
            keep(path);
        }
        return new Action.Python(path, matcher.group(2));
    }

    private void keep(String path) {
        Code code = snapshot.keep(path);
        kept.put(path, code);
        code.files().forEach(file -> files.putIfAbsent(file.path(), file));
        code.tasks().forEach(tasks::putIfAbsent);
        code.rules().forEach(rules::putIfAbsent);
    }

    List<CodeFile> files() {
        return List.copyOf(files.values());
    }

    Path folder() {
        return folder;
    }

    /** Of all that a file is made of: itself and those that it imports. */
    String digest(String path) {
        return Optional.ofNullable(kept.get(path)).stream()
                .flatMap(code -> code.files().stream())
                .map(file -> file.module() + " " + file.digest())
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    /** What the code of these files may call. */
    SequencedMap<String, Task> tasks() {
        return tasks;
    }

    /** What holds for these. */
    SequencedMap<String, Rules> rules() {
        return rules;
    }

    private void check(String text, Place place) {
        if (!MAY.matcher(text).matches()
                || Arrays.stream(text.split("/", -1))
                        .anyMatch(
                                part -> part.isEmpty() || part.equals(".") || part.equals(".."))) {
            throw outside(text, place);
        }
        try {
            Path file = folder.resolve(text);
            if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
                throw Complaint.of(
                        place,
                        "HR-0117",
                        "there is no file '" + text + "'",
                        "it is looked for in the flow's folder",
                        "correct the path, or make the file");
            }
            // A link may lead outside, too.
            if (!file.toRealPath().startsWith(folder.toRealPath())) {
                throw outside(text, place);
            }
        } catch (IOException | InvalidPathException _) {
            throw outside(text, place);
        }
    }

    private static InvalidSpec outside(String text, Place place) {
        return Complaint.of(
                place,
                "HR-0116",
                "'" + text + "' is no Python file in the flow's folder",
                "the code of a flow is kept with it: a path such as lib/fit.py, from the flow's"
                        + " folder downwards",
                "move the file there");
    }
}
