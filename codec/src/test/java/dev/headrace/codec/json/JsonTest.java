package dev.headrace.codec.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    /** The table of RFC 8785, appendix B. */
    @ParameterizedTest
    @CsvSource({
        "0000000000000000, 0",
        "8000000000000000, 0",
        "0000000000000001, 5e-324",
        "8000000000000001, -5e-324",
        "7fefffffffffffff, 1.7976931348623157e+308",
        "ffefffffffffffff, -1.7976931348623157e+308",
        "4340000000000000, 9007199254740992",
        "c340000000000000, -9007199254740992",
        "4430000000000000, 295147905179352830000",
        "44b52d02c7e14af5, 9.999999999999997e+22",
        "44b52d02c7e14af6, 1e+23",
        "44b52d02c7e14af7, 1.0000000000000001e+23",
        "444b1ae4d6e2ef4e, 999999999999999700000",
        "444b1ae4d6e2ef4f, 999999999999999900000",
        "444b1ae4d6e2ef50, 1e+21",
        "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
        "3eb0c6f7a0b5ed8d, 0.000001",
        "41b3de4355555553, 333333333.3333332",
        "41b3de4355555554, 333333333.33333325",
        "41b3de4355555555, 333333333.3333333",
        "41b3de4355555556, 333333333.3333334",
        "41b3de4355555557, 333333333.33333343",
        "becbf647612f3696, -0.0000033333333333333333",
        "43143ff3c1cb0959, 1424953923781206.2",
    })
    void numbers_are_written_as_ecmascript_does(String bits, String text) {
        assertThat(EcmaNumber.text(Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16))))
                .isEqualTo(text);
    }

    @Test
    void what_is_no_number_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> JsonNumber.of(Double.NaN));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonNumber.of(Double.POSITIVE_INFINITY));
        assertThatIllegalArgumentException().isThrownBy(() -> new JsonNumber("01"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.read("9007199254740993").canonical());
        assertThatIllegalArgumentException().isThrownBy(() -> Json.read("1e400").canonical());
    }

    /** The examples of RFC 8785, 3.2.2 and 3.2.3. */
    @Test
    void the_canonical_text_is_that_of_the_rfc() {
        String literals =
                """
                {"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
                 "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
                 "literals": [null, true, false]}\
                """;
        assertThat(Json.read(literals).canonical())
                .isEqualTo(
                        "{\"literals\":[null,true,false],"
                                + "\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                                + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
        String keys =
                """
                {"\\u20ac": "Euro Sign", "\\r": "Carriage Return", "\\ufb33": "Hebrew Letter Dalet",
                 "1": "One", "\\ud83d\\ude00": "Emoji: Grinning Face", "\\u0080": "Control",
                 "\\u00f6": "Latin Small Letter O With Diaeresis"}\
                """;
        assertThat(Json.read(keys).canonical())
                .containsSubsequence(
                        "Carriage Return",
                        "One",
                        "Control",
                        "Latin Small",
                        "Euro Sign",
                        "Emoji",
                        "Hebrew");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "{}",
                "[1,1.0,-0.0,1e5,12345678901234567890123]",
                "{\"b\":1,\"a\":{\"c\":[true,\"\\ud800\"]}}"
            })
    void the_compact_text_is_what_was_read(String text) {
        assertThat(Json.read(text).compact()).isEqualTo(text);
        assertThat(Json.read(Json.read(text).pretty()).compact()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1,]",
                "{\"a\":1,}",
                "{\"a\":1,\"a\":2}",
                "{a:1}",
                "'a'",
                "NaN",
                "-Infinity",
                "01",
                "1.",
                ".5",
                "+1",
                "1 2",
                "[1]//",
                "/**/1",
                "\"\u0001\"",
                "\"\\x\"",
                "tru",
            })
    void what_the_standard_does_not_know_is_refused(String text) {
        assertThatThrownBy(() -> Json.read(text)).isInstanceOf(BadJson.class);
    }

    @Test
    void everything_has_a_limit() {
        String deep = "[".repeat(Json.DEPTH_MAX) + "]".repeat(Json.DEPTH_MAX);
        assertThat(Json.read(deep).compact()).isEqualTo(deep);
        assertThatThrownBy(() -> Json.read("[" + deep + "]")).isInstanceOf(BadJson.class);
        assertThat(Json.read("1".repeat(JsonNumber.LENGTH_MAX))).isInstanceOf(JsonNumber.class);
        assertThatThrownBy(() -> Json.read("1".repeat(JsonNumber.LENGTH_MAX + 1)))
                .isInstanceOf(BadJson.class);
    }

    @Test
    void what_is_bad_has_its_place() {
        assertThatThrownBy(() -> Json.read("{\n  \"a\": 1,\n  \"a\": 2}"))
                .hasMessageContaining("\"a\" is there twice (line 3");
    }

    @Test
    void a_digest_names_its_algorithm() {
        assertThat(Digest.sha256(""))
                .isEqualTo(
                        "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
