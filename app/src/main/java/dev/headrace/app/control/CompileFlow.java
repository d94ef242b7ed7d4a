package dev.headrace.app.control;

import dev.headrace.app.command.Command;
import dev.headrace.app.command.Given;
import dev.headrace.app.command.Shape;
import dev.headrace.app.command.Surroundings;
import dev.headrace.codec.flow.FlowCodec;
import dev.headrace.spec.flow.InvalidSpec;
import dev.headrace.spec.flow.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** {@code headrace compile FILE -o spec.json}: the flow as the engine knows it. */
public final class CompileFlow implements Command {
    @Override
    public String name() {
        return "compile";
    }

    @Override
    public String purpose() {
        return "writes the spec that a flow's file means";
    }

    @Override
    public Shape shape() {
        return new Shape()
                .required("FILE", "a flow: .py, .yaml or .yml")
                .value("FILE", "where to write it; else to standard output", "-o", "--output");
    }

    @Override
    public int run(Given given, Surroundings here) {
        String spec = FlowCodec.pretty(CheckFlow.read(given, here));
        Optional<String> output = given.value("-o");
        if (output.isEmpty()) {
            here.terminal().out().print(spec);
        } else {
            write(here.folder().resolve(output.get()), spec);
        }
        return 0;
    }

    private static void write(Path file, String spec) {
        try {
            Path fresh = file.resolveSibling("." + file.getFileName() + ".new");
            Files.writeString(fresh, spec, StandardCharsets.UTF_8);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new InvalidSpec(
                    Problem.at(file.toString(), "HR-0426", "the spec cannot be written there")
                            .because(String.valueOf(e))
                            .mend("give a path in a folder that you may write to"));
        }
    }
}
