package dev.headrace.adapters.local.worker;

import dev.headrace.spec.run.RunId;
import java.nio.file.Path;
import java.util.List;

/**
 * What runners have to know of a run.
 *
 * @param home the folder of the store
 * @param folder the run's own folder: logs and what attempts leave
 * @param code the user's modules
 * @param path folders for {@code sys.path}
 * @param cwd where tasks run
 * @param artifacts the folder of content-addressed files
 */
public record RunSetup(
        RunId run,
        String flow,
        Path home,
        Path folder,
        List<Module> code,
        List<Path> path,
        Path cwd,
        Path artifacts) {
    /**
     * A module of the user's.
     *
     * @param file as the flow's tasks name it
     * @param original the file that it came from
     * @param snapshot the copy that the run keeps
     */
    public record Module(String name, String file, Path original, Path snapshot) {}

    public RunSetup {
        code = List.copyOf(code);
        path = List.copyOf(path);
    }

    /** The list of the run's processes, for {@code Reaper}. */
    public Path processes() {
        return folder.resolve("processes");
    }

    /** Where attempts that run write to. */
    Path beginnings() {
        return folder.resolve("began");
    }

    Path logs() {
        return folder.resolve("log");
    }

    Path outputs() {
        return folder.resolve("output");
    }
}
