package dev.headrace.checks;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Java sources of the house as the compiler reads them. */
final class Sources {
    private final List<CompilationUnitTree> units = new ArrayList<>();
    private final Trees trees;
    private final SourcePositions positions;

    private Sources(Pattern wanted, boolean attributed) {
        var compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
        List<Path> files =
                House.files(wanted).stream()
                        .filter(file -> !file.endsWith("module-info.java"))
                        .toList();
        try (StandardJavaFileManager manager =
                compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            JavacTask task =
                    (JavacTask)
                            compiler.getTask(
                                    null,
                                    manager,
                                    attributed ? null : _ -> {},
                                    List.of("-proc:none", "-implicit:none"),
                                    null,
                                    manager.getJavaFileObjectsFromPaths(files));
            task.parse().forEach(units::add);
            if (attributed) {
                task.analyze();
            }
            trees = Trees.instance(task);
            positions = trees.getSourcePositions();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Syntax trees. */
    static Sources parsed(Pattern wanted) {
        return new Sources(wanted, false);
    }

    /** Trees that know the types of their expressions. */
    static Sources understood(Pattern wanted) {
        return new Sources(wanted, true);
    }

    List<CompilationUnitTree> units() {
        return units;
    }

    Trees trees() {
        return trees;
    }

    static String file(CompilationUnitTree unit) {
        return House.relative(Path.of(unit.getSourceFile().toUri()));
    }

    /** {@code file:line}. */
    String place(CompilationUnitTree unit, Tree tree) {
        return file(unit)
                + ":"
                + unit.getLineMap().getLineNumber(positions.getStartPosition(unit, tree));
    }
}
