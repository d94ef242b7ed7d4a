package dev.headrace.expressions.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.headrace.spec.flow.Expr;
import dev.headrace.spec.flow.Expressions.Flaw;
import dev.headrace.spec.flow.Expressions.Purpose;
import dev.headrace.spec.flow.Expressions.Reading;
import dev.headrace.spec.flow.Expressions.Sound;
import dev.headrace.spec.flow.Expressions.Unsound;
import java.util.SortedSet;

/** Reads texts: which names they use, and what is wrong with them. */
final class Texts {
    private static final int WORDS_MAX = 300;

    private Texts() {}

    static Reading read(String text, Purpose purpose) {
        if (text.isBlank() || text.length() > Expr.TEXT_MAX) {
            return new Unsound(
                    text.isBlank() ? Flaw.SYNTAX : Flaw.LIMIT,
                    0,
                    text.isBlank()
                            ? "it is empty"
                            : "it has "
                                    + text.length()
                                    + " characters of at most "
                                    + Expr.TEXT_MAX);
        }
        CelValidationResult parsed = Compiled.parsed(text);
        if (parsed.hasError()) {
            return unsound(parsed, text, Flaw.SYNTAX);
        }
        CelAbstractSyntaxTree tree = Compiled.tree(parsed);
        SortedSet<String> names;
        try {
            names = FreeNames.of(tree.getExpr());
        } catch (FreeNames.Whole e) {
            return new Unsound(
                    Flaw.TYPE,
                    0,
                    "'"
                            + e.getMessage()
                            + "' stands for no value: write "
                            + e.getMessage()
                            + ".NAME");
        }
        if (names.size() > Expr.NAMES_MAX) {
            return new Unsound(Flaw.LIMIT, 0, names.size() + " names of at most " + Expr.NAMES_MAX);
        }
        CelValidationResult checked = Compiled.checked(tree, names);
        if (checked.hasError()) {
            return unsound(checked, text, Flaw.TYPE);
        }
        CelType type = Compiled.tree(checked).getResultType();
        if (purpose == Purpose.CONDITION
                && !type.equals(SimpleType.BOOL)
                && !type.equals(SimpleType.DYN)) {
            return new Unsound(
                    Flaw.TYPE,
                    0,
                    "it gives a value of type " + type.name() + ", not true or false");
        }
        return new Sound(names);
    }

    private static Unsound unsound(CelValidationResult result, String text, Flaw flaw) {
        CelIssue first = result.getErrors().getFirst();
        String why = words(first.getMessage());
        boolean limit = why.contains("recursion") || why.contains("exceeds");
        return new Unsound(limit ? Flaw.LIMIT : flaw, column(text, first.getSourceLocation()), why);
    }

    /** The lists of all that would have been possible help nobody. */
    private static String words(String message) {
        String one = message.replace('\n', ' ');
        for (String end : new String[] {" expecting {", " (candidates: ", " (in container"}) {
            int at = one.indexOf(end);
            one = at < 0 ? one : one.substring(0, at);
        }
        return one.length() <= WORDS_MAX ? one : one.substring(0, WORDS_MAX) + "…";
    }

    private static int column(String text, CelSourceLocation at) {
        if (at.getLine() < 1) {
            return 0;
        }
        int start = 0;
        for (int line = 1; line < at.getLine(); line++) {
            start = text.indexOf('\n', start) + 1;
        }
        return Math.min(start + at.getColumn() + 1, text.length() + 1);
    }
}
