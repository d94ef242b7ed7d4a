package dev.headrace.adapters.local.environment;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Asks a Python what it is, and remembers the answer as long as its file stays the same. */
final class InterpreterCache {
    private static final String QUESTION =
            "import sys, sysconfig; print(sys.executable);"
                    + " print('.'.join(map(str, sys.version_info[:3])));"
                    + " print(sys.implementation.cache_tag, sysconfig.get_platform())";
    private static final int ANSWER_LINES = 3;
    private static final long PATIENCE_SECONDS = 60;

    /** What shims look at besides the program itself. */
    private static final List<String> SHIM_VARIABLES =
            List.of("PYENV_VERSION", "ASDF_PYTHON_VERSION", "MISE_PYTHON_VERSION");

    private static final List<String> SHIM_FILES =
            List.of(".python-version", ".tool-versions", "mise.toml", ".mise.toml");

    private final Path folder;

    InterpreterCache(Path cache) {
        folder = cache.resolve("python");
    }

    Interpreter ask(Path candidate, Map<String, String> environment) throws IOException {
        var key = new ArrayList<>(List.of("1", candidate.toString(), stamp(candidate)));
        if (isShim(candidate)) {
            key.addAll(shimContext(candidate, environment));
        }
        Path file = folder.resolve(Digest.of(key));
        try {
            List<String> lines = Files.readAllLines(file, UTF_8);
            if (lines.size() == ANSWER_LINES + 1
                    && stamp(Path.of(lines.get(0))).equals(lines.get(ANSWER_LINES))) {
                return interpreter(lines);
            }
        } catch (IOException unknown) {
            // Then it is asked.
        }
        List<String> answer = run(candidate, environment);
        Interpreter interpreter = interpreter(answer);
        var lines = new ArrayList<>(answer);
        lines.add(stamp(interpreter.executable()));
        remember(file, lines);
        return interpreter;
    }

    private static Interpreter interpreter(List<String> lines) {
        return new Interpreter(Path.of(lines.get(0)), lines.get(1), lines.get(2));
    }

    /** Changes when the file does. */
    private static String stamp(Path file) throws IOException {
        var attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS) + " " + attributes.size();
    }

    /** A small program that chooses a Python by the folder in which it is called. */
    private static boolean isShim(Path candidate) {
        Path parent = candidate.getParent();
        return parent != null && parent.endsWith("shims");
    }

    private static List<String> shimContext(Path shim, Map<String, String> environment) {
        var context = new ArrayList<String>();
        for (String name : SHIM_VARIABLES) {
            context.add(name + "=" + environment.getOrDefault(name, ""));
        }
        for (Path folder = Path.of("").toAbsolutePath();
                folder != null;
                folder = folder.getParent()) {
            for (String name : SHIM_FILES) {
                addStamp(context, folder.resolve(name));
            }
        }
        addStamp(context, shim.resolveSibling("../version").normalize());
        for (String name : SHIM_FILES) {
            addStamp(context, Path.of(environment.getOrDefault("HOME", "/")).resolve(name));
        }
        return context;
    }

    private static void addStamp(List<String> context, Path file) {
        try {
            context.add(file + " " + stamp(file));
        } catch (IOException absent) {
            // Says nothing then.
            return;
        }
    }

    private static List<String> run(Path candidate, Map<String, String> environment)
            throws IOException {
        var builder = new ProcessBuilder(candidate.toString(), "-I", "-S", "-c", QUESTION);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        Process process = builder.start();
        try (InputStream out = process.getInputStream();
                InputStream errors = process.getErrorStream()) {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("it gave no answer");
            }
            List<String> lines = new String(out.readAllBytes(), UTF_8).lines().toList();
            if (process.exitValue() != 0 || lines.size() != ANSWER_LINES) {
                String said = new String(errors.readAllBytes(), UTF_8).strip();
                throw new IOException(
                        said.isEmpty()
                                ? "it ended with status " + process.exitValue()
                                : said.lines().findFirst().orElse(said));
            }
            return lines;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        } finally {
            process.destroyForcibly();
        }
    }

    private void remember(Path file, List<String> lines) {
        try {
            Files.createDirectories(folder);
            Path fresh = Files.createTempFile(folder, ".new", "");
            Files.write(fresh, lines, UTF_8);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException unwritable) {
            // It is asked again then.
            return;
        }
    }
}
