package dev.headrace.checks;

import static java.util.Map.entry;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The checkout: where it lies, which modules it has, and which of them may see which. */
final class House {
    static final Path ROOT = root();

    private static final String JACKSON = "tools.jackson";
    private static final Set<String> ALL_BUT_APP =
            Set.of(
                    "spec",
                    "engine",
                    "spi",
                    "codec",
                    "frontends",
                    "expressions",
                    "runtime",
                    "adapters.jdbc",
                    "adapters.local");

    /** What each module may see besides itself and the JDK. */
    static final SortedMap<String, Ring> RINGS =
            new TreeMap<>(
                    Map.ofEntries(
                            entry("spec", ring(Set.of())),
                            entry("engine", ring(Set.of("spec"))),
                            entry("spi", ring(Set.of("spec"))),
                            entry("codec", ring(Set.of("spec", "engine"), JACKSON)),
                            entry(
                                    "frontends",
                                    ring(Set.of("spec", "codec"), "org.snakeyaml.engine")),
                            entry(
                                    "expressions",
                                    ring(
                                            Set.of("spec", "engine", "codec"),
                                            "dev.cel",
                                            "com.google.common")),
                            entry("runtime", ring(Set.of("spec", "engine", "spi", "codec"))),
                            entry(
                                    "testkit",
                                    ring(
                                            Set.of("spec", "spi"),
                                            "org.junit.jupiter",
                                            "org.assertj")),
                            entry("adapters.jdbc", ring(Set.of("spec", "spi"), "org.sqlite")),
                            entry("adapters.local", ring(Set.of("spec", "spi"), JACKSON)),
                            entry("app", ring(ALL_BUT_APP, JACKSON, "org.apache.commons.cli"))));

    private static final String OURS = "dev.headrace.";
    private static final Pattern MODULE = Pattern.compile("<module>(.+?)</module>");
    private static final Set<String> NOT_OURS =
            Set.of(
                    ".git",
                    ".build",
                    ".headrace",
                    ".venv",
                    ".idea",
                    "target",
                    "node_modules",
                    "__pycache__",
                    ".mypy_cache",
                    ".ruff_cache",
                    ".pytest_cache");

    private House() {}

    /** Modules of ours, and packages of others. */
    record Ring(Set<String> houses, List<String> others) {}

    private static Ring ring(Set<String> houses, String... others) {
        return new Ring(houses, List.of(others));
    }

    /** The folders of the modules, relative to the root: {@code adapters/jdbc}. */
    static List<String> modules() {
        return MODULE.matcher(read(ROOT.resolve("pom.xml")))
                .results()
                .map(MatchResult::group)
                .map(tag -> tag.substring("<module>".length(), tag.indexOf("</")))
                .toList();
    }

    /** A module's name in packages: {@code adapters.jdbc}. */
    static String noun(String module) {
        return module.replace('/', '.');
    }

    /** The classes of one module, without its tests. */
    static JavaClasses classesOf(String module) {
        return new ClassFileImporter().importPath(ROOT.resolve(module).resolve("target/classes"));
    }

    /** The classes of all modules, without tests. */
    static JavaClasses classes() {
        return new ClassFileImporter()
                .importPaths(
                        modules().stream()
                                .map(module -> ROOT.resolve(module).resolve("target/classes"))
                                .filter(Files::isDirectory)
                                .toList());
    }

    static boolean isOurs(JavaClass type) {
        return type.getPackageName().startsWith(OURS);
    }

    /** The module whose package this class is in. */
    static Optional<String> houseOf(JavaClass type) {
        String name = type.getPackageName() + ".";
        return RINGS.keySet().stream()
                .filter(house -> name.startsWith(OURS + house + "."))
                .max(Comparator.comparingInt(String::length));
    }

    /** All files of ours whose path relative to the root is matched, in order. */
    static List<Path> files(Pattern wanted) {
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(
                    ROOT,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult preVisitDirectory(
                                Path folder, BasicFileAttributes attributes) {
                            return NOT_OURS.contains(folder.getFileName().toString())
                                    ? FileVisitResult.SKIP_SUBTREE
                                    : FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFile(
                                Path file, BasicFileAttributes attributes) {
                            if (wanted.matcher(relative(file)).matches()) {
                                found.add(file);
                            }
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        found.sort(Comparator.naturalOrder());
        return found;
    }

    static String relative(Path file) {
        return ROOT.relativize(file).toString();
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        for (Path folder = here; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("headrace"))
                    && Files.exists(folder.resolve("checks/pom.xml"))) {
                return folder;
            }
        }
        throw new IllegalStateException("not in a checkout: " + here);
    }
}
