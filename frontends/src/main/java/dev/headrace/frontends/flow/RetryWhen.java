package dev.headrace.frontends.flow;

import dev.headrace.spec.flow.Expr;
import dev.headrace.spec.flow.Expressions;
import dev.headrace.spec.flow.Expressions.Purpose;
import dev.headrace.spec.flow.Expressions.Sound;
import dev.headrace.spec.flow.Expressions.Unsound;
import dev.headrace.spec.flow.InvalidSpec;
import dev.headrace.spec.flow.Problem;
import java.util.LinkedHashMap;
import java.util.Set;

/** Reads the condition on a failure, which decides whether a task is tried again. */
public final class RetryWhen {
    private static final Set<String> NAMES = Set.of("error", "attempt");

    private RetryWhen() {}

    /**
     * The condition.
     *
     * @param place where it stands, for people
     * @param kept the same, as the flow keeps it
     * @throws InvalidSpec if it is none
     */
    public static Expr read(Expressions language, String text, String place, String kept) {
        if (text.isBlank() || text.length() > Expr.TEXT_MAX) {
            throw new InvalidSpec(
                    Problem.at(place, "HR-0133", "retry_when has 1.." + Expr.TEXT_MAX + " letters")
                            .because("expressions are for conditions; work is for tasks")
                            .mend("make it shorter"));
        }
        return switch (language.read(text, Purpose.CONDITION)) {
            case Sound(var names) -> {
                for (String name : names) {
                    if (!NAMES.contains(name)) {
                        throw new InvalidSpec(
                                Problem.at(place, "HR-0132", "there is no '" + name + "' here")
                                        .because("retry_when may speak of error and attempt")
                                        .mend(
                                                "error has kind, type, types, message and place;"
                                                        + " a text goes in quotes"));
                    }
                }
                yield new Expr(Expr.CEL, text, new LinkedHashMap<>(), kept);
            }
            case Unsound(var flaw, int column, String why) ->
                    throw new InvalidSpec(
                            Problem.at(
                                            place,
                                            switch (flaw) {
                                                case SYNTAX -> "HR-0130";
                                                case TYPE -> "HR-0131";
                                                case LIMIT -> "HR-0133";
                                            },
                                            "this retry_when cannot be worked out"
                                                    + (column == 0
                                                            ? ""
                                                            : ", at its character " + column)
                                                    + ": "
                                                    + why)
                                    .because("it is read as CEL: '" + text + "'")
                                    .mend(
                                            "for one: error.kind == \"timeout\" ||"
                                                    + " error.message.contains(\"503\")"));
        };
    }
}
