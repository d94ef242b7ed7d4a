package dev.headrace.adapters.local.home;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where sockets are made: a folder with a short path, for the system takes no long ones. */
public final class SocketFolder {
    /** What the system takes as the path of a socket, less what is put behind it. */
    private static final int BYTES_MAX = 60;

    private SocketFolder() {}

    /** {@code $XDG_RUNTIME_DIR} where that can serve, else {@code /tmp}. */
    public static Path of(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("XDG_RUNTIME_DIR"))
                .filter(text -> !text.isEmpty() && text.getBytes(UTF_8).length <= BYTES_MAX)
                .map(Path::of)
                .filter(folder -> Files.isDirectory(folder) && Files.isWritable(folder))
                .orElse(Path.of("/tmp"));
    }
}
