package dev.headrace.app.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonObject;
import dev.headrace.frontends.tests.Expectation;
import dev.headrace.frontends.tests.Expectation.Aspect;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DifferencesTest {
    private static final JsonObject RUN =
            (JsonObject)
                    Json.read(
                            """
                            {"state": "failed", "value": null,
                             "error": {"type": "OSError", "message": "no route"},
                             "tasks": [
                              {"path": "fit[1]", "state": "succeeded", "error": null,
                               "inputs": {"rate": 0.1, "grid": {"a": 1, "b": [2]}},
                               "value": {"$": "tuple", "v": [1, 2.5]}, "attempts": [{}, {}]}]}
                            """);
    private final Differences differences =
            new Differences(
                    RUN,
                    Duration.ofDays(30).minusMillis(80),
                    path -> Optional.of("why of " + path));

    @Test
    void what_is_as_expected_is_no_difference() {
        assertThat(
                        List.of(
                                expected("", Aspect.STATE, "", "\"failed\""),
                                expected("", Aspect.ERROR, "", "\"OSError: no route\""),
                                expected("", Aspect.ERROR, "", "\"no *\""),
                                expected("", Aspect.ERROR, "", "\"OSError\""),
                                expected("", Aspect.SKIPPED, "", "2592000"),
                                expected("fit[1]", Aspect.RESULT, "", "[1.0, 2.5]"),
                                expected("fit[1]", Aspect.ATTEMPTS, "", "2"),
                                expected("fit[1]", Aspect.ERROR, "", "null"),
                                expected("fit[1]", Aspect.WHY, "", "\"*fit[1]\""),
                                expected("fit[1]", Aspect.INPUTS, "rate", "0.10"),
                                expected("fit[1]", Aspect.INPUTS, "grid", "{\"b\": [2], \"a\": 1}"),
                                expected("ship", Aspect.STATE, "", "\"absent\"")))
                .allMatch(one -> differences.of(List.of(one)).isEmpty());
    }

    @Test
    void what_differs_is_said_with_both() {
        assertThat(differences.of(List.of(expected("fit[1]", Aspect.RESULT, "", "[1, 3]"))))
                .containsExactly(
                        new Difference("x:1:1", "tasks.fit[1].result", "[1,3]", "[1,2.5]"));
        assertThat(differences.of(List.of(expected("", Aspect.STATE, "", "\"succeeded\""))))
                .containsExactly(new Difference("x:1:1", "state", "succeeded", "failed (why of )"));
        assertThat(differences.of(List.of(expected("fit[2]", Aspect.ATTEMPTS, "", "1"))))
                .containsExactly(
                        new Difference(
                                "x:1:1",
                                "tasks.fit[2].attempts",
                                "1",
                                "absent; there is 'fit[1]'"));
        assertThat(differences.of(List.of(expected("fit[1]", Aspect.INPUTS, "size", "1"))))
                .containsExactly(new Difference("x:1:1", "tasks.fit[1].inputs.size", "1", "null"));
        assertThat(differences.of(List.of(expected("", Aspect.ERROR, "", "null"))))
                .extracting(Difference::was)
                .containsExactly("OSError: no route");
    }

    private static Expectation expected(String path, Aspect aspect, String input, String json) {
        return new Expectation("x:1:1", path, aspect, input, Json.read(json));
    }
}
