package dev.headrace.frontends.python;

import dev.headrace.codec.json.Digest;
import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonObject;
import dev.headrace.expressions.cel.CelExpressions;
import dev.headrace.frontends.flow.Cases;
import dev.headrace.spec.flow.FlowSpec;
import dev.headrace.spec.flow.FlowSpec.CodeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Golden cases: {@code in.json} is a description and the name of the flow that is wanted. */
class PythonFlowTest {
    static List<Path> cases() throws IOException {
        return Cases.of("python");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void golden(Path folder) throws IOException {
        String text = Files.readString(folder.resolve("in.json"));
        Cases.check(folder, () -> read((JsonObject) Json.read(text)));
    }

    private static FlowSpec read(JsonObject in) {
        Description description = Description.read(in.get("description").orElseThrow().compact());
        List<CodeFile> code =
                description.modules().stream()
                        .map(module ->
                                new CodeFile(
                                        module.name(),
                                        module.path().replace("/home/u/", ""),
                                        Digest.sha256(module.name())))
                        .toList();
        return PythonFlow.read(
                description, in.text("flow"), code, in.text("environment"), new CelExpressions());
    }
}
