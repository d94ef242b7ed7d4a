package dev.headrace.frontends.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonObject;
import dev.headrace.spec.flow.Action;
import dev.headrace.spec.flow.FlowSpec;
import dev.headrace.spec.flow.InvalidSpec;
import dev.headrace.spec.flow.Param;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.run.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {
    private static final FlowSpec FLOW =
            flow(
                    new Param("models", "list[str]", Optional.of(new Value("[\"knn\"]"))),
                    new Param("day", "", Optional.empty()));

    private static FlowSpec flow(Param... params) {
        SequencedMap<String, Param> byName = new LinkedHashMap<>();
        for (Param param : params) {
            byName.put(param.name(), param);
        }
        return new FlowSpec(
                "digits",
                byName,
                Task.of(new Action.Python("train.py", "digits")),
                new LinkedHashMap<>(),
                List.of(),
                Optional.empty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    3           | 3
                    3.0         | {"$":"float","v":"3.0"}
                    "3"         | "3"
                    knn         | "knn"
                    [1,"a"]     | [1,"a"]
                    [1,"a"      | "[1,\\"a\\""
                    true        | true
                    True        | "True"
                    2026-01-31  | "2026-01-31"
                    007         | "007"
                    NaN         | "NaN"
                    {"$":"ref","task":"x"} | {"$":"map","v":[["$","ref"],["task","x"]]}
                    """)
    void set_reads_json_where_it_can_else_a_text(String text, String value) {
        assertThat(Arguments.bind(FLOW, Map.of("day", text), Optional.empty()))
                .containsEntry("day", new Value(value));
    }

    @Test
    void set_counts_for_more_than_params_and_params_for_more_than_defaults() {
        JsonObject params = Arguments.params("{\"day\": 1, \"models\": 2}", "p.json");
        assertThat(Arguments.bind(FLOW, Map.of("day", "3"), Optional.of(params)))
                .containsExactly(
                        Map.entry("models", new Value("2")), Map.entry("day", new Value("3")));
        assertThat(Arguments.bind(FLOW, Map.of("day", ""), Optional.empty()))
                .containsExactly(
                        Map.entry("models", new Value("[\"knn\"]")),
                        Map.entry("day", new Value("\"\"")));
    }

    @Test
    void all_that_is_wrong_is_said_at_once() {
        assertThatThrownBy(() -> Arguments.bind(FLOW, Map.of("model", "svm"), Optional.empty()))
                .isInstanceOf(InvalidSpec.class)
                .hasMessage(
                        """
                        HR-0113: there is no argument 'model'
                          why: 'digits' takes models: list[str] = ["knn"], day
                          mend: did you mean 'models'?
                        HR-0114: this argument is missing: day
                          why: 'digits' takes models: list[str] = ["knn"], day
                          mend: add --set day=…\
                        """);
    }

    @Test
    void a_value_has_a_limit() {
        String most = "x".repeat(Arguments.LENGTH_MAX - 2);
        assertThat(Arguments.bind(FLOW, Map.of("day", most), Optional.empty())).hasSize(2);
        assertThatThrownBy(() -> Arguments.bind(FLOW, Map.of("day", most + "x"), Optional.empty()))
                .hasMessageContaining("HR-0115");
    }

    @Test
    void a_file_of_arguments_is_one_object() {
        assertThat(Arguments.params("{}", "p.json")).isEqualTo(JsonObject.EMPTY);
        assertThatThrownBy(() -> Arguments.params("{\n\"a\":}", "p.json"))
                .hasMessageContaining("HR-0106 p.json:2:5: ");
        assertThatThrownBy(() -> Arguments.params("[]", "p.json"))
                .hasMessageContaining("HR-0108 p.json: ");
        assertThat(Json.read("{}")).isEqualTo(JsonObject.EMPTY);
    }

    @ParameterizedTest
    @CsvSource({
        "250ms, PT0.25S", "10s, PT10S", "1.5h, PT1H30M", "2 d, PT48H", "90, PT1M30S", "0, PT0S",
        "5m, PT5M", "-1s, none", "10 sec, none", "s, none", "1e3, none", "'', none",
        "99999999999999999999d, none",
    })
    void durations_are_what_people_write(String text, String duration) {
        assertThat(Amounts.duration(text).map(Object::toString).orElse("none")).isEqualTo(duration);
    }

    @ParameterizedTest
    @CsvSource({
        "2GiB, 2147483648",
        "500MB, 500000000",
        "1.5 kib, 1536",
        "7, 7",
        "2G, none",
        "-1, none",
        "1025TiB, none",
        "1024TiB, 1125899906842624",
    })
    void sizes_are_what_people_write(String text, String bytes) {
        assertThat(Amounts.memory(text).map(Object::toString).orElse("none")).isEqualTo(bytes);
    }
}
