package dev.headrace.adapters.local.environment;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headrace.adapters.local.home.Trouble;
import dev.headrace.spec.flow.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Makes one environment, with uv if the machine has it, else with venv and pip. Each try has a
 * folder of its own that is never moved: what a killed try left, or its installer still writes, is
 * in nobody's way.
 */
final class Making {
    private static final int ERROR_LINES = 8;

    private final Map<String, String> environment;
    private final Interpreter base;
    private final Optional<Path> uv;
    private final Path folder;
    private final Path log;

    Making(
            Map<String, String> environment,
            Interpreter base,
            Optional<Path> uv,
            Path folder,
            Path log) {
        this.environment = environment;
        this.base = base;
        this.uv = uv;
        this.folder = folder;
        this.log = log;
    }

    Python make(List<String> dependencies, String place) throws IOException {
        Files.deleteIfExists(log);
        for (Path earlier : earlierTries()) {
            remove(earlier);
        }
        Path tried =
                folder.resolve(
                        ProcessHandle.current().pid() + "-" + Long.toString(System.nanoTime(), 36));
        Installer installer = installer();
        if (!succeeds(installer.create(base.executable(), tried))) {
            throw failed(
                    place,
                    "install what is missing (Debian, Ubuntu: apt-get install python3-venv), or uv,"
                            + " then try again");
        }
        SortedSet<String> before = Installed.in(tried);
        if (!dependencies.isEmpty()) {
            List<String> command = new ArrayList<>(installer.install(base.executable(), tried));
            command.addAll(dependencies);
            if (!succeeds(command)) {
                throw failed(
                        place,
                        "correct the dependencies, or mend what the log says, and try again");
            }
        }
        var packages = new TreeSet<>(Installed.in(tried));
        packages.removeAll(before);
        return Marker.write(
                folder.resolve(Environments.MARKER),
                Installer.python(tried),
                base.version(),
                base.platform(),
                List.copyOf(packages));
    }

    private Installer installer() throws IOException {
        if (uv.isPresent()) {
            return new Installer.Uv(uv.get());
        }
        return succeeds(Installer.MachinesPip.isThere(base.executable()))
                ? new Installer.MachinesPip()
                : new Installer.OwnPip();
    }

    private boolean succeeds(List<String> command) throws IOException {
        Files.writeString(
                log,
                "$ " + String.join(" ", command) + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        var builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(environment);
        // An active environment is not the one that is made.
        builder.environment()
                .keySet()
                .removeAll(List.of("VIRTUAL_ENV", "PYTHONHOME", "PYTHONPATH"));
        builder.directory(folder.toFile());
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        Process process = builder.start();
        try {
            return process.waitFor() == 0;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        } finally {
            process.destroy();
        }
    }

    private Trouble failed(String place, String cure) throws IOException {
        return Trouble.with(
                Problem.at(place, "HR-0204", "the Python environment could not be made")
                        .because(lastErrors() + "\n  log: " + log)
                        .mend(cure));
    }

    private String lastErrors() throws IOException {
        List<String> lines =
                new String(Files.readAllBytes(log), UTF_8)
                        .lines()
                        .filter(line -> !line.isBlank())
                        .toList();
        List<String> errors =
                lines.stream().filter(line -> line.regionMatches(true, 0, "error", 0, 5)).toList();
        List<String> shown = errors.isEmpty() ? lines : errors;
        return String.join(
                "\n  ", shown.subList(Math.max(0, shown.size() - ERROR_LINES), shown.size()));
    }

    private List<Path> earlierTries() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        }
    }

    private static void remove(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
