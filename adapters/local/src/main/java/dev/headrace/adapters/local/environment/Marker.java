package dev.headrace.adapters.local.environment;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The file that is written last: without it an environment does not count. It says what was
 * installed, so that nothing is looked up when the environment is there.
 */
final class Marker {
    private static final String FIRST = "headrace environment 1";
    private static final int PACKAGES_AT = 3;

    private Marker() {}

    static Optional<Python> read(Path file, String platform) {
        try {
            List<String> lines = Files.readAllLines(file, UTF_8);
            if (lines.size() < PACKAGES_AT || !lines.getFirst().equals(FIRST)) {
                return Optional.empty();
            }
            Path executable = Path.of(lines.get(1));
            return Files.isExecutable(executable)
                    ? Optional.of(
                            python(
                                    executable,
                                    lines.get(2),
                                    platform,
                                    lines.subList(PACKAGES_AT, lines.size())))
                    : Optional.empty();
        } catch (IOException absent) {
            return Optional.empty();
        }
    }

    static Python write(
            Path file, Path executable, String version, String platform, List<String> packages)
            throws IOException {
        var lines = new ArrayList<>(List.of(FIRST, executable.toString(), version));
        lines.addAll(packages);
        Path fresh = file.resolveSibling(".ready-" + ProcessHandle.current().pid());
        try (FileChannel channel =
                FileChannel.open(
                        fresh,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap((String.join("\n", lines) + "\n").getBytes(UTF_8)));
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        return python(executable, version, platform, packages);
    }

    private static Python python(
            Path executable, String version, String platform, List<String> packages) {
        var identity = new ArrayList<>(List.of(version, platform));
        identity.addAll(packages);
        return new Python(executable, version, packages, Digest.of(identity));
    }
}
