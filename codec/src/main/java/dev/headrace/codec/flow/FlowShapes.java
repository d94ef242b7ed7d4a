package dev.headrace.codec.flow;

import dev.headrace.spec.flow.FlowSpec;
import dev.headrace.spec.flow.FlowSpec.CodeFile;
import dev.headrace.spec.flow.Node;
import dev.headrace.spec.flow.Param;
import dev.headrace.spec.flow.Rules;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.flow.Template;
import dev.headrace.spec.run.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** The document as a whole. */
final class FlowShapes {
    private FlowShapes() {}

    /** A flow with the number of the format that it is written in. */
    record Document(long format, FlowSpec flow) {}

    // ---------------------------------------------------------------- a parameter

    private static final Field<Param, String> PARAM_NAME =
            Field.of("name", TextShape.ANY, Param::name, "");
    private static final Field<Param, String> PARAM_TYPE =
            Field.or("", "type", TextShape.ANY, Param::type, "As the user wrote it, for people");
    private static final Field<Param, Optional<Value>> PARAM_DEFAULT =
            Field.maybe(
                    "default",
                    new ValueShape(),
                    Param::fallback,
                    "What it is when none is given; without one it must be given");

    static final ObjectShape<Param> PARAM =
            new ObjectShape<>(
                    "param",
                    "An argument that the flow takes",
                    Optional.empty(),
                    List.of(PARAM_NAME, PARAM_TYPE, PARAM_DEFAULT),
                    read ->
                            new Param(
                                    read.get(PARAM_NAME),
                                    read.get(PARAM_TYPE),
                                    read.get(PARAM_DEFAULT)));

    // ---------------------------------------------------------------- a file of code

    private static final Field<CodeFile, String> CODE_MODULE =
            Field.of(
                    "module",
                    TextShape.ANY,
                    CodeFile::module,
                    "The name under which it is imported");
    private static final Field<CodeFile, String> CODE_PATH =
            Field.of("path", TextShape.ANY, CodeFile::path, "Relative to the flow's folder");
    private static final Field<CodeFile, String> CODE_DIGEST =
            Field.of("digest", NodeShapes.DIGEST, CodeFile::digest, "Of its bytes");

    private static final ObjectShape<CodeFile> CODE =
            new ObjectShape<>(
                    "code",
                    "A file of the flow's code",
                    Optional.empty(),
                    List.of(CODE_MODULE, CODE_PATH, CODE_DIGEST),
                    read ->
                            new CodeFile(
                                    read.get(CODE_MODULE),
                                    read.get(CODE_PATH),
                                    read.get(CODE_DIGEST)));

    // ---------------------------------------------------------------- the whole

    private static final Field<Document, Long> FORMAT =
            Field.of(
                    "headrace",
                    new NumberShape(1, FlowCodec.FORMAT),
                    Document::format,
                    "The format of this document");
    private static final Field<Document, String> NAME =
            Field.of("name", TextShape.ANY, document -> document.flow().name(), "The flow's");
    private static final Field<Document, List<Param>> PARAMS =
            Field.or(
                    List.of(),
                    "params",
                    new ListShape<>(PARAM),
                    document -> List.copyOf(document.flow().params().values()),
                    "The arguments that it takes");
    private static final Field<Document, Node> ROOT =
            Field.of(
                    "root",
                    NodeShapes.NODE,
                    document -> document.flow().root(),
                    "What is run first");
    private static final Field<Document, SequencedMap<String, Task>> TASKS =
            Field.or(
                    new LinkedHashMap<>(),
                    "tasks",
                    new MapShape<>(NodeShapes.TASK),
                    document -> document.flow().templates(),
                    "What running code may call, by name");
    private static final Field<Document, List<CodeFile>> FILES =
            Field.or(
                    List.of(),
                    "code",
                    new ListShape<>(CODE),
                    document -> document.flow().code(),
                    "The files that it came from");
    private static final Field<Document, Optional<String>> ENVIRONMENT =
            Field.maybe(
                    "environment",
                    TextShape.ANY,
                    document -> document.flow().environment(),
                    "The digest of the Python environment that it declares");

    private static final Field<Document, SequencedMap<String, Template>> TEMPLATES =
            Field.or(
                    new LinkedHashMap<>(),
                    "templates",
                    new MapShape<>(CallShapes.TEMPLATE_SHAPE),
                    document -> document.flow().library(),
                    "Parts of the flow that are called by name");
    private static final Field<Document, Rules> RULES =
            Field.or(
                    Rules.PLAIN,
                    "rules",
                    RuleShapes.RULES,
                    document -> document.flow().rules(),
                    "What holds for the run as a whole");
    private static final Field<Document, SequencedMap<String, Rules>> CALLED =
            Field.or(
                    new LinkedHashMap<>(),
                    "called",
                    new MapShape<>(RuleShapes.RULES),
                    document -> document.flow().called(),
                    "What holds for tasks that running code calls, by name");

    private static final Field<Document, Long> HISTORY =
            Field.or(
                    (long) FlowSpec.HISTORY,
                    "history",
                    new NumberShape(FlowSpec.HISTORY_MIN, FlowSpec.HISTORY_MAX),
                    document -> (long) document.flow().history(),
                    "How many events a generation of a run may have");

    static final ObjectShape<Document> DOCUMENT =
            new ObjectShape<>(
                    "flow",
                    "A flow version",
                    Optional.empty(),
                    List.of(
                            FORMAT,
                            NAME,
                            PARAMS,
                            ROOT,
                            TASKS,
                            FILES,
                            ENVIRONMENT,
                            TEMPLATES,
                            RULES,
                            CALLED,
                            HISTORY),
                    read -> new Document(read.get(FORMAT), flow(read)));

    static SequencedMap<String, Param> byName(List<Param> list) {
        SequencedMap<String, Param> params = new LinkedHashMap<>();
        for (Param param : list) {
            if (params.putIfAbsent(param.name(), param) != null) {
                throw Complaint.twice("params", param.name());
            }
        }
        return params;
    }

    private static FlowSpec flow(ObjectShape.Read read) {
        return new FlowSpec(
                read.get(NAME),
                byName(read.get(PARAMS)),
                read.get(ROOT),
                read.get(TASKS),
                read.get(FILES),
                read.get(ENVIRONMENT),
                read.get(TEMPLATES),
                read.get(RULES),
                read.get(CALLED),
                Math.toIntExact(read.get(HISTORY)));
    }
}
