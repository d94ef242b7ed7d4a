package dev.headrace.expressions.cel;

import dev.headrace.engine.run.Evaluator;
import dev.headrace.spec.flow.Expr;
import dev.headrace.spec.flow.Expressions;
import dev.headrace.spec.run.Value;
import java.util.SequencedMap;

/**
 * Expressions in CEL, with the standard macros ({@code has}, {@code all}, {@code exists}, {@code
 * exists_one}, {@code map}, {@code filter}). They know no clock and no chance, always end, and are
 * stopped after {@link #ITERATIONS_MAX} steps of all their comprehensions.
 *
 * <p>Whole and broken numbers may be compared with each other, but not reckoned: {@code n + 1.5} is
 * wrong for a whole {@code n}, {@code double(n) + 1.5} is right.
 */
public final class CelExpressions implements Expressions {
    public static final int ITERATIONS_MAX = 100_000;

    @Override
    public Reading read(String text, Purpose purpose) {
        return Texts.read(text, purpose);
    }

    /**
     * What the expression gives, all names being what is said here. The same question has the same
     * answer.
     */
    public Evaluator.Answer answer(Expr expr, SequencedMap<String, Value> names) {
        return expr.dialect().equals(Expr.CEL)
                ? Answers.of(expr, names)
                : new Evaluator.Wrong("nobody here knows the dialect '" + expr.dialect() + "'");
    }
}
