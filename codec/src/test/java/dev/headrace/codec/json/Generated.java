package dev.headrace.codec.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page that is made from the code. */
public final class Generated {
    private static final Path FOLDER = Path.of("../docs/generated");

    private Generated() {}

    /** Fails when the page is stale; with {@code -Dgenerate} writes it. */
    public static void check(String name, String content) throws IOException {
        Path page = FOLDER.resolve(name);
        if (System.getProperty("generate") != null) {
            Files.createDirectories(FOLDER);
            Files.writeString(page, content);
        }
        assertThat(Files.exists(page) ? Files.readString(page) : "")
                .as("docs/generated/" + name + " is stale: run the test with -Dgenerate")
                .isEqualTo(content);
    }
}
