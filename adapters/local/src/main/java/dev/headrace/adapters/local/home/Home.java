package dev.headrace.adapters.local.home;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headrace.spec.flow.Problem;
import dev.headrace.spec.run.RunId;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of one store: {@code headrace.db}, {@code runs/ID/}, {@code artifacts/}, {@code code/}
 * and {@code owners/}.
 */
public final class Home {
    public static final String VARIABLE = "HEADRACE_HOME";
    private static final String NAME = ".headrace";

    private final Path root;

    private Home(Path root) {
        this.root = root;
    }

    /** A home in this very folder. */
    public static Home at(Path root) {
        return new Home(root.toAbsolutePath().normalize());
    }

    /**
     * Where the store for this flow file, or this folder, lies; it need not be there yet. {@code
     * $HEADRACE_HOME}, else {@code .headrace/} in the nearest folder above that holds {@code
     * .headrace}, {@code pyproject.toml} or {@code .git}, else the user's own.
     */
    public static Home find(Path flowFileOrFolder, Map<String, String> environment) {
        Optional<String> told = said(environment, VARIABLE);
        if (told.isPresent()) {
            return at(Path.of(told.get()));
        }
        Path start = flowFileOrFolder.toAbsolutePath().normalize();
        Path near = Files.isDirectory(start) ? start : start.getParent();
        for (Path folder = near; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve(NAME))
                    || Files.exists(folder.resolve("pyproject.toml"))
                    || Files.exists(folder.resolve(".git"))) {
                return new Home(folder.resolve(NAME));
            }
        }
        return said(environment, "HOME")
                .map(home -> at(Path.of(home, ".local", "share", "headrace")))
                .orElseThrow(Home::nowhere);
    }

    private static Optional<String> said(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    private static Trouble nowhere() {
        return Trouble.with(
                Problem.at("", "HR-0301", "there is no place for the store")
                        .because(
                                "no folder above the flow holds .headrace, pyproject.toml or .git,"
                                        + " and $HOME is not set")
                        .mend("set $" + VARIABLE + " to a folder"));
    }

    /** Makes the home, if it is not there, so that a store can be opened in it for writing. */
    public Home make() {
        NetworkFolder.refuse(root);
        try {
            if (!Files.isDirectory(root)) {
                if (root.getParent() != null) {
                    Files.createDirectories(root.getParent());
                }
                createPrivate(root);
            }
            for (Path folder : new Path[] {runs(), artifacts(), code(), owners()}) {
                createPrivate(folder);
            }
            ignoreInGit();
        } catch (IOException trouble) {
            throw HomeTrouble.cannotMake(root, trouble);
        }
        if (!Files.isWritable(root)) {
            throw HomeTrouble.readOnly(root);
        }
        return this;
    }

    private static void createPrivate(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        try {
            Files.createDirectory(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException exists) {
            if (!Files.isDirectory(folder)) {
                throw exists;
            }
        }
    }

    private void ignoreInGit() throws IOException {
        Path ignore = root.resolve(".gitignore");
        if (!Files.exists(ignore)) {
            Files.write(ignore, "*\n".getBytes(UTF_8));
        }
    }

    /** Whether there is a store to read. */
    public boolean hasStore() {
        return Files.exists(database());
    }

    public Path root() {
        return root;
    }

    public Path database() {
        return root.resolve("headrace.db");
    }

    /** The folder of content-addressed values, {@code ab/cdef…}. */
    public Path artifacts() {
        return root.resolve("artifacts");
    }

    /** The folder of content-addressed copies of code, {@code ab/cdef…}. */
    public Path code() {
        return root.resolve("code");
    }

    public Path owners() {
        return root.resolve("owners");
    }

    private Path runs() {
        return root.resolve("runs");
    }

    public Path run(RunId run) {
        return runs().resolve(run.text());
    }

    public Path log(RunId run) {
        return run(run).resolve("log");
    }

    public Path attempts(RunId run) {
        return run(run).resolve("attempts");
    }

    /** Makes the folders of a run. */
    public void open(RunId run) {
        try {
            createPrivate(run(run));
            createPrivate(log(run));
            createPrivate(attempts(run));
        } catch (IOException trouble) {
            throw HomeTrouble.cannotMake(run(run), trouble);
        }
    }

    /** Removes what files a run has; artifacts may be those of other runs too and stay. */
    public void forget(RunId run) {
        if (!Files.exists(run(run))) {
            return;
        }
        try (Stream<Path> files = Files.walk(run(run))) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException trouble) {
            throw HomeTrouble.cannotMake(run(run), trouble);
        }
    }

    @Override
    public String toString() {
        return root.toString();
    }
}
