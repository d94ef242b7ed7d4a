package dev.headrace.frontends.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.codec.flow.FlowCodec;
import dev.headrace.spec.flow.FlowSpec;
import dev.headrace.spec.flow.InvalidSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Golden cases: each a folder with what goes in, and either {@code spec.json} or {@code error.txt}.
 * A new case is a folder with what goes in, and a run of the test with {@code -Dgenerate}.
 */
public final class Cases {
    private static final Path FOLDER = Path.of("src/test/resources/cases");

    private Cases() {}

    /** The folders of one dialect. */
    public static List<Path> of(String dialect) throws IOException {
        try (Stream<Path> folders = Files.list(FOLDER.resolve(dialect))) {
            return folders.sorted().toList();
        }
    }

    public static void check(Path folder, Supplier<FlowSpec> read) throws IOException {
        String spec = "";
        String error = "";
        try {
            spec = FlowCodec.pretty(read.get());
        } catch (InvalidSpec e) {
            error = e.getMessage() + "\n";
        }
        same(folder.resolve("error.txt"), error);
        same(folder.resolve("spec.json"), spec);
    }

    private static void same(Path file, String content) throws IOException {
        if (System.getProperty("generate") != null && !content.isEmpty()) {
            Files.writeString(file, content);
        }
        assertThat(content)
                .as(file + " (-Dgenerate writes it anew)")
                .isEqualTo(Files.exists(file) ? Files.readString(file) : "");
    }
}
