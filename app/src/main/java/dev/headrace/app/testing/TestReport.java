package dev.headrace.app.testing;

import dev.headrace.app.text.Amounts;
import dev.headrace.app.text.Mark;
import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonBool;
import dev.headrace.codec.json.JsonList;
import dev.headrace.codec.json.JsonNumber;
import dev.headrace.codec.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What came of the cases of a test document, for people and for scripts. */
public final class TestReport {
    private final String file;
    private final List<CaseResult> results = new ArrayList<>();

    /**
     * Without any yet.
     *
     * @param file the document, as the user named it
     */
    public TestReport(String file) {
        this.file = file;
    }

    public void add(CaseResult result) {
        results.add(result);
    }

    public boolean passed() {
        return results.stream().allMatch(CaseResult::passed);
    }

    /** One case, on a line; what differs stands below it. */
    public static String text(CaseResult result, boolean colours) {
        Mark mark = result.passed() ? Mark.DONE : Mark.BAD;
        int tasks = result.run().list("tasks").items().size();
        StringBuilder text = new StringBuilder();
        text.append(mark.in(colours))
                .append(' ')
                .append(result.name())
                .append("   ")
                .append(tasks)
                .append(tasks == 1 ? " task" : " tasks");
        if (result.skipped().toMillis() >= 100) {
            text.append(", ")
                    .append(Amounts.duration(rounded(result.skipped())))
                    .append(" skipped");
        }
        text.append("   ").append(Amounts.duration(result.took())).append('\n');
        for (Difference difference : result.differences()) {
            text.append("    ").append(difference.place()).append("  ").append(difference.what());
            if (difference.expected().isEmpty()) {
                text.append(": ").append(difference.was()).append('\n');
            } else {
                text.append("\n        expected  ")
                        .append(indented(difference.expected()))
                        .append("\n        was       ")
                        .append(indented(difference.was()))
                        .append('\n');
            }
        }
        return text.toString();
    }

    /** What a run really takes is no news: it would make 30 days a little less. */
    private static Duration rounded(Duration time) {
        return time.toSeconds() < 60 ? time : Duration.ofSeconds((time.toMillis() + 500) / 1_000);
    }

    private static String indented(String text) {
        return text.replace("\n", "\n                  ");
    }

    /** The last line. */
    public String summary() {
        long failed = results.stream().filter(result -> !result.passed()).count();
        return file + ": " + (results.size() - failed) + " passed, " + failed + " failed\n";
    }

    /** All of it as one document. */
    public JsonObject document() {
        long failed = results.stream().filter(result -> !result.passed()).count();
        return JsonObject.EMPTY
                .with("file", file)
                .with("passed", results.size() - failed)
                .with("failed", failed)
                .with(
                        "cases",
                        new JsonList(results.stream().<Json>map(TestReport::document).toList()));
    }

    private static JsonObject document(CaseResult result) {
        return JsonObject.EMPTY
                .with("name", result.name())
                .with("passed", new JsonBool(result.passed()))
                .with(
                        "differences",
                        new JsonList(
                                result.differences().stream()
                                        .<Json>map(TestReport::document)
                                        .toList()))
                .with("skipped", new JsonNumber(Long.toString(result.skipped().toSeconds())))
                .with("run", result.run());
    }

    private static JsonObject document(Difference difference) {
        return JsonObject.EMPTY
                .with("place", difference.place())
                .with("what", difference.what())
                .with("expected", difference.expected())
                .with("was", difference.was());
    }
}
