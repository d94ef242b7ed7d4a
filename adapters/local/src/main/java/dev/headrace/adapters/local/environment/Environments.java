package dev.headrace.adapters.local.environment;

import dev.headrace.adapters.local.home.Trouble;
import dev.headrace.spec.flow.Problem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The Python of each flow file. What a file declares is installed once for all files that declare
 * the same; when it is there, no process is started and nothing is contacted.
 */
public final class Environments {
    static final String MARKER = "ready";

    /** Locks of files are the process's: its threads need one of their own. */
    private static final ReentrantLock MAKING = new ReentrantLock();

    private static final int NAMES_SHOWN = 60;

    private final Map<String, String> environment;
    private final Path cache;
    private final Consumer<String> progress;

    /**
     * @param environment of the process
     * @param cache the folder of what can be made again
     * @param progress hears a line at a time, when something is made
     */
    public Environments(Map<String, String> environment, Path cache, Consumer<String> progress) {
        this.environment = Map.copyOf(environment);
        this.cache = cache.toAbsolutePath();
        this.progress = progress;
    }

    /** The Python in which the code of this file runs; made if it is not there. */
    public Python of(Path flowFile) {
        var interpreters = new Interpreters(environment, new InterpreterCache(cache));
        Optional<Script> script = Script.of(flowFile);
        Optional<VersionRange> range =
                script.flatMap(Script::requiresPython).map(text -> range(flowFile, text));
        Interpreter base = interpreters.find(range, flowFile.toString());
        if (script.isEmpty()) {
            return new Python(
                    base.executable(),
                    base.version(),
                    List.of(),
                    Digest.of(List.of(base.version(), base.platform())));
        }
        List<String> dependencies =
                script.get().dependencies().stream().sorted().distinct().toList();
        var key = new ArrayList<>(List.of("1", base.version(), base.platform()));
        key.addAll(dependencies);
        Path folder = cache.resolve("env").resolve(Digest.of(key));
        return Marker.read(folder.resolve(MARKER), base.platform())
                .orElseGet(() ->
                        make(
                                flowFile,
                                folder,
                                base,
                                interpreters.onPath("uv").findFirst(),
                                dependencies));
    }

    private static VersionRange range(Path flowFile, String text) {
        return VersionRange.parse(text)
                .orElseThrow(() ->
                        Trouble.input(
                                Problem.at(
                                                flowFile.toString(),
                                                "HR-0201",
                                                "requires-python = \""
                                                        + text
                                                        + "\" is no range of versions")
                                        .mend("write it as \">=3.10\" or \">=3.10,<3.14\"")));
    }

    private Python make(
            Path flowFile,
            Path folder,
            Interpreter base,
            Optional<Path> uv,
            List<String> dependencies) {
        MAKING.lock();
        try {
            Files.createDirectories(folder);
            try (FileChannel channel =
                            FileChannel.open(
                                    folder.resolveSibling(folder.getFileName() + ".lock"),
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.WRITE);
                    FileLock _ = lock(channel, flowFile)) {
                // Somebody else may have made it meanwhile.
                Optional<Python> made = Marker.read(folder.resolve(MARKER), base.platform());
                if (made.isPresent()) {
                    return made.get();
                }
                Path log = folder.resolveSibling(folder.getFileName() + ".log");
                var making = new Making(environment, base, uv, folder, log);
                return timed(flowFile, making, dependencies);
            }
        } catch (IOException trouble) {
            throw Trouble.with(
                    Problem.at(cache.toString(), "HR-0205", "environments cannot be kept here")
                            .because(String.valueOf(trouble))
                            .mend("set $HEADRACE_CACHE to a folder that you may write, with room"),
                    trouble);
        } finally {
            MAKING.unlock();
        }
    }

    private FileLock lock(FileChannel channel, Path flowFile) throws IOException {
        FileLock lock = channel.tryLock();
        if (lock != null) {
            return lock;
        }
        progress.accept(
                "another process is making the Python environment of "
                        + flowFile.getFileName()
                        + ": waiting …");
        return channel.lock();
    }

    private Python timed(Path flowFile, Making making, List<String> dependencies)
            throws IOException {
        long start = System.nanoTime();
        String name = String.valueOf(flowFile.getFileName());
        progress.accept(
                "making the Python environment of "
                        + name
                        + " (once): "
                        + shown(dependencies)
                        + " …");
        Python python = making.make(dependencies, flowFile.toString());
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        progress.accept(
                String.format(
                        Locale.ROOT,
                        "made the Python environment of %s: %d packages, %.1f s",
                        name,
                        python.packages().size(),
                        took.toMillis() / 1000.0));
        return python;
    }

    private static String shown(List<String> dependencies) {
        String all = String.join(", ", dependencies);
        if (all.isEmpty()) {
            return "no packages";
        }
        return all.length() <= NAMES_SHOWN
                ? all
                : all.substring(0, all.lastIndexOf(", ", NAMES_SHOWN) + 1).strip() + " …";
    }
}
