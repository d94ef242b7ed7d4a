package dev.headrace.codec.flow;

import dev.headrace.spec.flow.Action;
import dev.headrace.spec.flow.Action.Program;
import dev.headrace.spec.flow.Action.Python;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** What a task does. */
final class ActionShapes {
    private ActionShapes() {}

    private static final Field<Python, String> FILE =
            Field.of("file", TextShape.ANY, Python::file, "Relative to the flow's folder");
    private static final Field<Python, String> FUNCTION =
            Field.of("function", TextShape.ANY, Python::function, "");
    private static final ObjectShape<Python> PYTHON =
            new ObjectShape<>(
                    "python",
                    "A function of a Python file of the flow's code",
                    Optional.of("python"),
                    List.of(FILE, FUNCTION),
                    read -> new Python(read.get(FILE), read.get(FUNCTION)));

    private static final Field<Program, List<String>> ARGV =
            Field.of("argv", new ListShape<>(TextShape.ANY), Program::argv, "");
    private static final Field<Program, SequencedMap<String, String>> ENV =
            Field.or(
                    new LinkedHashMap<>(),
                    "env",
                    new MapShape<>(TextShape.ANY),
                    Program::env,
                    "Variables of its environment");
    private static final ObjectShape<Program> PROGRAM =
            new ObjectShape<>(
                    "program",
                    "A program with its arguments",
                    Optional.of("program"),
                    List.of(ARGV, ENV),
                    read -> new Program(read.get(ARGV), read.get(ENV)));

    static final KindShape<Action> ACTION =
            new KindShape<>(
                    "action",
                    () -> List.of(PYTHON, PROGRAM),
                    action ->
                            switch (action) {
                                case Python _ -> PYTHON;
                                case Program _ -> PROGRAM;
                            });
}
