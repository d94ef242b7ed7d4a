package dev.headrace.adapters.local.environment;

import dev.headrace.adapters.local.home.Trouble;
import dev.headrace.spec.flow.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds a Python on this machine. */
final class Interpreters {
    static final String VARIABLE = "HEADRACE_PYTHON";
    private static final VersionRange OURS = VersionRange.parse(">=3.10").orElseThrow();
    private static final int MINOR_MAX = 15;
    private static final int MINOR_MIN = 10;

    private final Map<String, String> environment;
    private final InterpreterCache cache;

    Interpreters(Map<String, String> environment, InterpreterCache cache) {
        this.environment = Map.copyOf(environment);
        this.cache = cache;
    }

    /**
     * {@code $HEADRACE_PYTHON}, else that of {@code $VIRTUAL_ENV}, else the first of {@code PATH}
     * whose version will do.
     *
     * @param wanted what the flow requires
     * @param place where it does so
     */
    Interpreter find(Optional<VersionRange> wanted, String place) {
        var looked = new ArrayList<String>();
        boolean unfit = false;
        for (Path candidate : candidates(looked)) {
            try {
                Interpreter found = cache.ask(candidate, environment);
                if (!OURS.contains(found.version())) {
                    looked.add(candidate + " is Python " + found.version() + ", too old");
                } else if (wanted.isPresent() && !wanted.get().contains(found.version())) {
                    looked.add(candidate + " is Python " + found.version());
                    unfit = true;
                } else {
                    return found;
                }
            } catch (IOException silent) {
                looked.add(candidate + " does not run: " + silent.getMessage());
            }
        }
        throw unfit ? unfit(looked, place) : none(looked);
    }

    private static Trouble unfit(List<String> looked, String place) {
        return Trouble.with(
                Problem.at(place, "HR-0203", "no Python of the version that the flow requires")
                        .because("found: " + String.join("; ", looked))
                        .mend(
                                "install a version that fits, name one in $"
                                        + VARIABLE
                                        + ", or widen requires-python"));
    }

    private static Trouble none(List<String> looked) {
        return Trouble.with(
                Problem.at("", "HR-0202", "no Python 3.10 or newer")
                        .because(
                                looked.isEmpty()
                                        ? "there is no python3 on the PATH"
                                        : "looked at: " + String.join("; ", looked))
                        .mend(
                                "install one (Debian, Ubuntu: apt-get install python3"
                                        + " python3-venv), or name one in $"
                                        + VARIABLE));
    }

    private Iterable<Path> candidates(List<String> looked) {
        Optional<String> told = said(VARIABLE);
        if (told.isPresent()) {
            List<Path> found =
                    told.get().indexOf('/') >= 0
                            ? executable(Path.of(told.get()).toAbsolutePath()).toList()
                            : onPath(told.get()).limit(1).toList();
            if (found.isEmpty()) {
                looked.add("$" + VARIABLE + " (" + told.get() + ") is no program");
            }
            return found;
        }
        Optional<String> active = said("VIRTUAL_ENV");
        if (active.isPresent()) {
            List<Path> found = executable(Path.of(active.get(), "bin", "python")).toList();
            if (!found.isEmpty()) {
                return found;
            }
            looked.add("$VIRTUAL_ENV (" + active.get() + ") holds no bin/python");
        }
        var found = new LinkedHashSet<Path>(onPath("python3").toList());
        for (int minor = MINOR_MAX; minor >= MINOR_MIN; minor--) {
            found.addAll(onPath("python3." + minor).toList());
        }
        return found;
    }

    private Optional<String> said(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    /** The programs of that name, in the order of the PATH. */
    Stream<Path> onPath(String name) {
        return Stream.of(environment.getOrDefault("PATH", "").split(":"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder).toAbsolutePath().resolve(name))
                .flatMap(Interpreters::executable);
    }

    private static Stream<Path> executable(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file)
                ? Stream.of(file)
                : Stream.empty();
    }
}
