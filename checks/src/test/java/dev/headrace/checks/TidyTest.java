package dev.headrace.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CaseTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.DefaultCaseLabelTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnionTypeTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.TreeScanner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.TypeVariable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The house rules that no other tool knows, each over the sources of every module. */
class TidyTest {
    private static final Pattern MAIN = Pattern.compile(".*/src/main/java/.*\\.java");
    private static final Pattern JAVA = Pattern.compile(".*/src/(main|test)/java/.*\\.java");

    /**
     * Where everything may be caught, how often, and nowhere else: a bug must not be taken for
     * trouble outside. A new line here needs a reason beside it.
     */
    private static final Map<String, Integer> CATCHES_ALL =
            new TreeMap<>(
                    Map.of(
                            // a decision that throws quarantines its own run only
                            "runtime/src/main/java/dev/headrace/runtime/run/Turn.java", 1));

    private static final Set<String> ALL_EXCEPTIONS =
            Set.of("Exception", "RuntimeException", "Throwable", "Error");

    /** Banned names, and what to do instead. */
    private static final Map<String, String> BANNED =
            Map.of("Thread.sleep", "wait for what you wait for");

    /** Names that main code of {@code app} alone may use. */
    private static final Map<String, String> APP_ONLY =
            Map.of(
                    "System.exit", "return the status to app",
                    "Runtime.halt", "return the status to app",
                    "System.out", "hand the result to app",
                    "System.err", "hand the message to app");

    private static final Pattern EMPTY_NAME =
            Pattern.compile(".*(Utils?|Helper|Manager|Impl|Utilities)");

    private static final Pattern MOCKS =
            Pattern.compile("(?i)mockito|easymock|powermock|jmockit|org\\.jmock|mockk");

    private static final Sources EVERYTHING = Sources.parsed(JAVA);

    @Test
    void there_is_something_to_check() {
        assertThat(EVERYTHING.units()).hasSizeGreaterThan(30);
    }

    @Test
    void everything_is_caught_only_where_the_list_says() {
        Map<String, Integer> found = new TreeMap<>();
        for (CompilationUnitTree unit : EVERYTHING.units()) {
            String file = Sources.file(unit);
            if (!file.contains("/src/main/")) {
                continue;
            }
            new TreeScanner<@Nullable Void, @Nullable Void>() {
                @Override
                public @Nullable Void visitCatch(CatchTree tree, @Nullable Void unused) {
                    if (catchesAll(tree.getParameter().getType()) && !throwsAgain(tree)) {
                        found.merge(file, 1, Integer::sum);
                    }
                    return super.visitCatch(tree, null);
                }
            }.scan(unit, null);
        }
        assertThat(found).isEqualTo(CATCHES_ALL);
    }

    /** Puts something in order and lets the same exception go on. */
    private static boolean throwsAgain(CatchTree tree) {
        List<? extends StatementTree> statements = tree.getBlock().getStatements();
        return !statements.isEmpty()
                && statements.getLast() instanceof ThrowTree last
                && last.getExpression() instanceof IdentifierTree thrown
                && thrown.getName().equals(tree.getParameter().getName());
    }

    private static boolean catchesAll(Tree type) {
        if (type instanceof UnionTypeTree union) {
            return union.getTypeAlternatives().stream().anyMatch(TidyTest::catchesAll);
        }
        String name = type.toString();
        return ALL_EXCEPTIONS.contains(name.substring(name.lastIndexOf('.') + 1));
    }

    @Test
    void banned_calls_are_not_made() {
        List<String> wrong = new ArrayList<>();
        for (CompilationUnitTree unit : EVERYTHING.units()) {
            String file = Sources.file(unit);
            boolean free = file.startsWith("app/src/main/") || !file.contains("/src/main/");
            new TreeScanner<@Nullable Void, @Nullable Void>() {
                @Override
                public @Nullable Void visitMemberSelect(
                        MemberSelectTree tree, @Nullable Void unused) {
                    String name = tree.toString().replaceFirst("^java\\.lang\\.", "");
                    String instead = BANNED.get(name);
                    if (instead == null && !free) {
                        instead = APP_ONLY.get(name);
                    }
                    if (instead != null) {
                        wrong.add(EVERYTHING.place(unit, tree) + ": " + name + ": " + instead);
                    }
                    return super.visitMemberSelect(tree, null);
                }

                @Override
                public @Nullable Void visitMethodInvocation(
                        MethodInvocationTree tree, @Nullable Void unused) {
                    if (!free
                            && tree.getArguments().isEmpty()
                            && tree.getMethodSelect() instanceof MemberSelectTree select
                            && select.getIdentifier().contentEquals("printStackTrace")) {
                        wrong.add(EVERYTHING.place(unit, tree) + ": printStackTrace");
                    }
                    return super.visitMethodInvocation(tree, null);
                }
            }.scan(unit, null);
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void classes_are_named_by_what_they_are() {
        List<String> wrong = new ArrayList<>();
        for (CompilationUnitTree unit : EVERYTHING.units()) {
            new TreeScanner<@Nullable Void, @Nullable Void>() {
                @Override
                public @Nullable Void visitClass(ClassTree tree, @Nullable Void unused) {
                    if (EMPTY_NAME.matcher(tree.getSimpleName()).matches()) {
                        wrong.add(EVERYTHING.place(unit, tree) + ": " + tree.getSimpleName());
                    }
                    return super.visitClass(tree, null);
                }
            }.scan(unit, null);
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void nothing_is_mocked() {
        List<String> wrong = new ArrayList<>();
        for (CompilationUnitTree unit : EVERYTHING.units()) {
            for (ImportTree line : unit.getImports()) {
                if (MOCKS.matcher(line.toString()).find()) {
                    wrong.add(EVERYTHING.place(unit, line));
                }
            }
        }
        for (Path pom : House.files(Pattern.compile("(.*/)?pom\\.xml"))) {
            if (MOCKS.matcher(House.read(pom)).find()) {
                wrong.add(House.relative(pom));
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void every_package_is_null_marked() {
        List<Path> packages =
                House.files(MAIN).stream()
                        .map(Path::getParent)
                        .distinct()
                        .filter(folder -> !folder.endsWith("java"))
                        .toList();
        assertThat(packages).isNotEmpty();
        assertThat(packages.stream().filter(folder -> !isNullMarked(folder))).isEmpty();
    }

    private static boolean isNullMarked(Path folder) {
        Path info = folder.resolve("package-info.java");
        return Files.exists(info) && House.read(info).contains("@NullMarked");
    }

    @Test
    void a_switch_over_a_closed_set_has_no_default() {
        Sources sources = Sources.understood(MAIN);
        List<String> wrong = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        for (CompilationUnitTree unit : sources.units()) {
            new TreePathScanner<@Nullable Void, @Nullable Void>() {
                @Override
                public @Nullable Void visitSwitch(SwitchTree tree, @Nullable Void unused) {
                    look(tree.getExpression(), tree.getCases());
                    return super.visitSwitch(tree, null);
                }

                @Override
                public @Nullable Void visitSwitchExpression(
                        SwitchExpressionTree tree, @Nullable Void unused) {
                    look(tree.getExpression(), tree.getCases());
                    return super.visitSwitchExpression(tree, null);
                }

                private void look(ExpressionTree selector, List<? extends CaseTree> cases) {
                    TypeMirror type =
                            sources.trees().getTypeMirror(new TreePath(getCurrentPath(), selector));
                    if (!isClosed(type)) {
                        return;
                    }
                    seen.add(sources.place(unit, selector));
                    if (cases.stream()
                            .flatMap(each -> each.getLabels().stream())
                            .anyMatch(DefaultCaseLabelTree.class::isInstance)) {
                        wrong.add(sources.place(unit, selector) + ": over " + type);
                    }
                }
            }.scan(unit, null);
        }
        assertThat(wrong).isEmpty();
        assertThat(seen).as("switches over sealed types and enums").isNotEmpty();
    }

    private static boolean isClosed(@Nullable TypeMirror type) {
        return switch (type) {
            case TypeVariable variable -> isClosed(variable.getUpperBound());
            case DeclaredType declared when declared.getKind() == TypeKind.DECLARED -> {
                Element element = declared.asElement();
                yield element.getKind() == ElementKind.ENUM
                        || element.getModifiers().contains(Modifier.SEALED);
            }
            case null, default -> false;
        };
    }
}
