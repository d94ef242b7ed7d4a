package dev.headrace.expressions.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.headrace.spec.flow.Expressions;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Texts made ready to be worked out, each once. */
final class Compiled {
    private static final CelOptions OPTIONS =
            CelOptions.current()
                    .enableHeterogeneousNumericComparisons(true)
                    .comprehensionMaxIterations(CelExpressions.ITERATIONS_MAX)
                    .maxParseRecursionDepth(100)
                    .build();
    private static final CelCompiler COMPILER =
            CelCompilerFactory.standardCelCompilerBuilder()
                    .setOptions(OPTIONS)
                    .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                    .build();
    private static final CelRuntime RUNTIME =
            CelRuntimeFactory.plannerRuntimeBuilder().setOptions(OPTIONS).build();

    private static final int KEPT_MAX = 10_000;
    private static final Map<Key, CelRuntime.Program> PROGRAMS = new ConcurrentHashMap<>();

    private Compiled() {}

    private record Key(String text, SortedSet<String> names) {}

    static CelValidationResult parsed(String text) {
        return COMPILER.parse(text);
    }

    /** With its types, as far as they are known: those of values are not. */
    static CelValidationResult checked(CelAbstractSyntaxTree tree, Set<String> names) {
        CelCompilerBuilder builder = COMPILER.toCompilerBuilder();
        boolean params = false;
        boolean tasks = false;
        for (String name : names) {
            if (name.startsWith(Expressions.PARAMS + ".")) {
                params = true;
            } else if (name.startsWith(Expressions.TASKS + ".")) {
                tasks = true;
            } else {
                builder.addVar(name, SimpleType.DYN);
            }
        }
        if (params) {
            builder.addVar(Expressions.PARAMS, MapType.create(SimpleType.STRING, SimpleType.DYN));
        }
        if (tasks) {
            builder.addVar(Expressions.TASKS, MapType.create(SimpleType.STRING, SimpleType.DYN));
        }
        return builder.build().check(tree);
    }

    /**
     * @throws Unfit if the text is no expression over these names
     */
    static CelRuntime.Program program(String text, Set<String> names) throws Unfit {
        Key key = new Key(text, new TreeSet<>(names));
        CelRuntime.Program known = PROGRAMS.get(key);
        if (known != null) {
            return known;
        }
        CelRuntime.Program made = made(text, names);
        if (PROGRAMS.size() >= KEPT_MAX) {
            PROGRAMS.clear();
        }
        PROGRAMS.put(key, made);
        return made;
    }

    private static CelRuntime.Program made(String text, Set<String> names) throws Unfit {
        CelValidationResult parsed = parsed(text);
        CelValidationResult checked = parsed.hasError() ? parsed : checked(tree(parsed), names);
        if (checked.hasError()) {
            throw new Unfit(checked.getErrors().getFirst());
        }
        try {
            return RUNTIME.createProgram(tree(checked));
        } catch (CelEvaluationException e) {
            throw new Unfit(String.valueOf(e.getMessage()));
        }
    }

    static CelAbstractSyntaxTree tree(CelValidationResult sound) {
        try {
            return sound.getAst();
        } catch (CelValidationException e) {
            throw new IllegalStateException("a sound text has a tree", e);
        }
    }

    /** A text is no expression. */
    static final class Unfit extends Exception {
        private static final long serialVersionUID = 1;

        Unfit(CelIssue issue) {
            super(issue.getMessage());
        }

        Unfit(String why) {
            super(why);
        }
    }
}
