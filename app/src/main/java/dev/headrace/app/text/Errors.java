package dev.headrace.app.text;

import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonNull;
import dev.headrace.codec.json.JsonObject;
import dev.headrace.codec.json.JsonText;
import dev.headrace.spec.flow.Problem;
import java.util.List;

/** Says what is wrong: what, where, why, how to mend it, and where to read on. */
public final class Errors {
    private final Terminal terminal;
    private final boolean json;

    /**
     * A printer of problems.
     *
     * @param json also as one document on standard output
     */
    public Errors(Terminal terminal, boolean json) {
        this.terminal = terminal;
        this.json = json;
    }

    public void print(List<Problem> problems) {
        problems.forEach(problem -> terminal.err().print(text(problem)));
        if (json && !problems.isEmpty()) {
            terminal.out().println(document(problems.getFirst()).compact());
        }
    }

    /** As people read it, on several lines. */
    public static String text(Problem problem) {
        return "✗ "
                + problem.code()
                + (problem.place().isEmpty() ? "" : " " + problem.place())
                + "  "
                + indented(problem.what())
                + "\n"
                + line("why", problem.why())
                + line("mend", problem.mend())
                + line("docs", "docs/errors/" + problem.code() + ".md");
    }

    /** What none of us has foreseen: all that helps to find it. */
    public static void defect(Terminal terminal, Throwable defect) {
        terminal.err()
                .print(
                        text(
                                Problem.at("", "HR-0415", "a defect of Headrace itself: " + defect)
                                        .because(
                                                "what follows says where; nothing of a run is lost")
                                        .mend("report it, with these lines")));
        defect.printStackTrace(terminal.err());
        terminal.err().flush();
    }

    private static String line(String name, String text) {
        return text.isEmpty() ? "" : "  " + name + ": " + indented(text) + "\n";
    }

    private static String indented(String text) {
        return text.strip().replace("\n", "\n    ");
    }

    private static Json document(Problem problem) {
        return JsonObject.of(
                "error",
                JsonObject.EMPTY
                        .with("code", problem.code())
                        .with("place", orNull(problem.place()))
                        .with("what", problem.what())
                        .with("why", orNull(problem.why()))
                        .with("mend", orNull(problem.mend())));
    }

    private static Json orNull(String text) {
        return text.isEmpty() ? new JsonNull() : new JsonText(text);
    }
}
