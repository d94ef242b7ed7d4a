package dev.headrace.app.control;

import java.nio.file.Path;
import java.util.Optional;

/** What the launcher has found out and says to this process. */
final class Launched {
    private Launched() {}

    /** The sources of the SDK, as they lie in the distribution's own folder. */
    static Path sdk() {
        return said("headrace.home").resolve("sdk").resolve("python").resolve("src");
    }

    /** The user's folder of what can be made again. */
    static Path cache() {
        return said("headrace.cache");
    }

    private static Path said(String name) {
        return Optional.ofNullable(System.getProperty(name))
                .map(Path::of)
                .orElseThrow(() -> new IllegalStateException("the launcher did not say " + name))
                .toAbsolutePath();
    }
}
