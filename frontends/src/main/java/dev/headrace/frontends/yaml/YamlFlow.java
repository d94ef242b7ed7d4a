package dev.headrace.frontends.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headrace.frontends.flow.Snapshot;
import dev.headrace.spec.flow.Expressions;
import dev.headrace.spec.flow.FlowSpec;
import dev.headrace.spec.flow.Graph;
import dev.headrace.spec.flow.InvalidSpec;
import dev.headrace.spec.flow.Nearest;
import dev.headrace.spec.flow.Param;
import dev.headrace.spec.flow.Rules;
import dev.headrace.spec.flow.Template;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** A flow that is a YAML file. The grammar is docs/guide/yaml.md. */
public final class YamlFlow {
    private YamlFlow() {}

    /**
     * The flow of this file.
     *
     * @param file as the user named it; places in problems begin with that
     * @param name which flow of the file is wanted, if that was said
     * @param snapshot keeps the Python files that the flow names
     * @param language of its conditions
     * @throws InvalidSpec with what is wrong
     */
    public static FlowSpec read(
            Path file, Optional<String> name, Snapshot snapshot, Expressions language) {
        return read(file.toString(), content(file), folder(file), name, snapshot, language);
    }

    private static FlowSpec read(
            String file,
            String text,
            Path folder,
            Optional<String> name,
            Snapshot snapshot,
            Expressions language) {
        Place start = new Place(file, 1, 1);
        Yaml yaml = YamlReader.read(file, text).orElseThrow(() -> noFlow(start));
        if (!(yaml instanceof YamlMap map)) {
            throw noFlow(yaml.place());
        }
        if (map.get(Key.FLOW.word()).isEmpty() && map.get(Key.TASKS.word()).isEmpty()) {
            throw noFlow(map.place());
        }
        Members members = new Members(map, Kind.FILE);
        String flow = name(members.need(Key.FLOW));
        name.filter(wanted -> !wanted.equals(flow))
                .ifPresent(wanted -> {
                    throw noSuchFlow(start, wanted, flow);
                });
        SequencedMap<String, Param> params = ParamReader.params(members);
        PythonFiles files = new PythonFiles(folder, snapshot);
        var signatures = CallReader.signatures(members);
        NodeReader nodes = new NodeReader(files, language, new CallReader(signatures, language));
        Scope scope = Scope.ofFlow(params.keySet());
        SequencedMap<String, Template> library = new LinkedHashMap<>();
        Map<String, Place> places = new HashMap<>();
        for (YamlMap.Entry entry : members.entries(Key.TEMPLATES, "templates by name")) {
            String template = entry.key().text();
            places.put(template, entry.key().place());
            library.put(
                    template,
                    nodes.template(
                            entry.value(),
                            signatures.getOrDefault(template, new LinkedHashMap<>()),
                            scope));
        }
        Graph root = nodes.graph(members, scope);
        Rules rules =
                Rules.PLAIN.with(new HookReader(nodes).hooks(members, Optional.of(root), scope));
        return Complaint.placed(
                map.place(),
                problem -> places.getOrDefault(problem, map.place()),
                () ->
                        new FlowSpec(
                                flow,
                                params,
                                root,
                                new LinkedHashMap<>(files.tasks()),
                                files.files(),
                                Optional.empty(),
                                library,
                                rules,
                                files.rules(),
                                members.get(
                                        Key.HISTORY,
                                        limit ->
                                                Scalars.whole(
                                                        limit,
                                                        FlowSpec.HISTORY_MIN,
                                                        FlowSpec.HISTORY_MAX),
                                        FlowSpec.HISTORY)));
    }

    private static String name(Yaml yaml) {
        String name = Scalars.text(yaml, "the name of the flow");
        if (yaml instanceof YamlScalar scalar && !FlowSpec.isName(name)) {
            throw Complaint.badName(scalar, "a flow");
        }
        return name;
    }

    private static InvalidSpec noFlow(Place place) {
        return Complaint.of(
                place,
                "HR-0110",
                "there is no flow in this file",
                "a flow in YAML has a name and tasks",
                "write flow: NAME, and tasks:");
    }

    private static InvalidSpec noSuchFlow(Place place, String wanted, String flow) {
        return Complaint.of(
                place,
                "HR-0112",
                "there is no flow '" + wanted + "' in this file",
                "its only flow is " + flow,
                Nearest.to(wanted, List.of(flow))
                        .map(near -> "did you mean '" + near + "'?")
                        .orElse("leave the name away"));
    }

    private static Path folder(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return folder == null ? Path.of("/") : folder;
    }

    static String content(Path file) {
        Place start = new Place(file.toString(), 1, 1);
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(YamlReader.LENGTH_MAX + 1);
        } catch (IOException e) {
            throw Complaint.of(
                    start,
                    "HR-0117",
                    "this file cannot be read",
                    Files.exists(file) ? String.valueOf(e.getMessage()) : "it does not exist",
                    "correct the path");
        }
        if (bytes.length > YamlReader.LENGTH_MAX) {
            throw Complaint.limit(start, "over " + YamlReader.LENGTH_MAX + " bytes in one file");
        }
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw Complaint.syntax(
                    start, "this is no text in UTF-8", String.valueOf(e.getMessage()));
        }
    }

    /** The JSON Schema of such files, for editors. */
    public static String schema() {
        return YamlSchema.text();
    }
}
