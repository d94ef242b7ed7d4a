package dev.headrace.expressions.cel;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.headrace.spec.flow.Expressions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The names that an expression uses and does not bind itself. */
final class FreeNames {
    /** Words of the language that stand for types. */
    private static final Set<String> TYPES =
            Set.of(
                    "bool",
                    "bytes",
                    "double",
                    "int",
                    "list",
                    "map",
                    "null_type",
                    "string",
                    "type",
                    "uint");

    private final SortedSet<String> found = new TreeSet<>();
    private final Deque<String> bound = new ArrayDeque<>();

    private FreeNames() {}

    static SortedSet<String> of(CelExpr expr) throws Whole {
        FreeNames names = new FreeNames();
        names.walk(expr);
        return names.found;
    }

    private void walk(CelExpr expr) throws Whole {
        switch (expr.getKind()) {
            case IDENT -> ident(expr.ident().name());
            case SELECT -> {
                CelExpr operand = expr.select().operand();
                if (!grouped(operand, Optional.of(expr.select().field()))) {
                    walk(operand);
                }
            }
            case CALL -> {
                CelExpr.CelCall call = expr.call();
                List<CelExpr> args = call.args();
                if (call.function().equals("_[_]")
                        && grouped(args.getFirst(), text(args.getLast()))) {
                    return;
                }
                if (call.target().isPresent()) {
                    walk(call.target().get());
                }
                walk(args);
            }
            case LIST -> walk(expr.list().elements());
            case STRUCT -> {
                for (var entry : expr.struct().entries()) {
                    walk(entry.value());
                }
            }
            case MAP -> {
                for (var entry : expr.map().entries()) {
                    walk(entry.key());
                    walk(entry.value());
                }
            }
            case COMPREHENSION -> comprehension(expr.comprehension());
            case CONSTANT, NOT_SET -> {}
        }
    }

    private void walk(List<CelExpr> all) throws Whole {
        for (CelExpr one : all) {
            walk(one);
        }
    }

    private void comprehension(CelExpr.CelComprehension loop) throws Whole {
        walk(loop.iterRange());
        walk(loop.accuInit());
        bound.push(loop.accuVar());
        walk(loop.result());
        bound.push(loop.iterVar());
        bound.push(loop.iterVar2());
        walk(loop.loopCondition());
        walk(loop.loopStep());
        bound.pop();
        bound.pop();
        bound.pop();
    }

    /** {@code params.n}, {@code tasks["load-data"]}. */
    private boolean grouped(CelExpr group, Optional<String> name) {
        if (group.getKind() != CelExpr.ExprKind.Kind.IDENT || name.isEmpty()) {
            return false;
        }
        String word = group.ident().name();
        if (!isGroup(word) || bound.contains(word)) {
            return false;
        }
        found.add(word + "." + name.get());
        return true;
    }

    private static boolean isGroup(String word) {
        return word.equals(Expressions.PARAMS) || word.equals(Expressions.TASKS);
    }

    private static Optional<String> text(CelExpr expr) {
        return expr.getKind() == CelExpr.ExprKind.Kind.CONSTANT
                        && expr.constant().getKind() == CelConstant.Kind.STRING_VALUE
                ? Optional.of(expr.constant().stringValue())
                : Optional.empty();
    }

    private void ident(String name) throws Whole {
        if (bound.contains(name) || TYPES.contains(name)) {
            return;
        }
        if (isGroup(name)) {
            throw new Whole(name);
        }
        found.add(name);
    }

    /** A group of names is used as if it were a value. */
    static final class Whole extends Exception {
        private static final long serialVersionUID = 1;

        Whole(String name) {
            super(name);
        }
    }
}
