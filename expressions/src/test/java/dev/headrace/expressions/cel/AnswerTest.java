package dev.headrace.expressions.cel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.engine.run.Evaluator.Answer;
import dev.headrace.engine.run.Evaluator.Given;
import dev.headrace.engine.run.Evaluator.Wrong;
import dev.headrace.spec.flow.Expr;
import dev.headrace.spec.flow.Input;
import dev.headrace.spec.run.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class AnswerTest {
    /** Names and their values in turn. */
    private static Answer answer(String text, String... names) {
        SequencedMap<String, Input> inputs = new LinkedHashMap<>();
        SequencedMap<String, Value> values = new LinkedHashMap<>();
        for (int i = 0; i < names.length; i += 2) {
            inputs.put(names[i], new Input.FromNode(names[i], List.of()));
            values.put(names[i], new Value(names[i + 1]));
        }
        return new CelExpressions().answer(new Expr(Expr.CEL, text, inputs, "f.yaml:1"), values);
    }

    private static void gives(String value, String text, String... names) {
        assertThat(answer(text, names)).as(text).isEqualTo(new Given(new Value(value)));
    }

    private static String why(String text, String... names) {
        Answer answer = answer(text, names);
        assertThat(answer).as(text).isInstanceOf(Wrong.class);
        return answer instanceof Wrong(String why) ? why : "";
    }

    @Test
    void conditions_over_values() {
        gives("true", "n > 3 && fit.score > 0.9", "n", "4", "fit", "{\"score\":0.95}");
        gives("false", "n > 3 && fit.score > 0.9", "n", "3", "fit", "{}");
        gives("true", "params.n == tasks.a", "params.n", "1", "tasks.a", "1");
        gives("true", "tasks['load-data'] == 'x'", "tasks.load-data", "\"x\"");
        gives("true", "fit == null", "fit", "null");
        gives("true", "has(a.b) || !has(a.c)", "a", "{\"b\":1}");
        gives("true", "xs.exists(x, x % 2 == 0)", "xs", "[1,3,4]");
    }

    @Test
    void whole_and_broken_numbers_compare() {
        gives(
                "true",
                "a > b && b < a && a == 1",
                "a",
                "{\"$\":\"float\",\"v\":\"1.0\"}",
                "b",
                "0.5");
        gives("true", "a == 9007199254740993", "a", "{\"$\":\"int\",\"v\":\"9007199254740993\"}");
        gives("true", "a > 1e300", "a", "{\"$\":\"float\",\"v\":\"inf\"}");
    }

    @Test
    void what_is_no_number_is_not_compared_with_one() {
        String nan = "{\"$\":\"float\",\"v\":\"nan\"}";
        gives("true", "a == 'NaN' && b == 'NaN'", "a", nan, "b", numpy("float64", "AAAAAAAA+H8="));
        assertThat(why("a > 1", "a", nan)).endsWith("; a = \"NaN\"");
        assertThat(why("a.loss < 0.5", "a", "{\"loss\":" + nan + "}")).contains("NaN");
    }

    private static String numpy(String dtype, String base64) {
        return "{\"$\":\"numpy\",\"dtype\":\"" + dtype + "\",\"v\":\"" + base64 + "\"}";
    }

    @Test
    void what_only_python_has_is_seen_as_far_as_it_goes() {
        gives("true", "a[1] == 2 && size(a) == 2", "a", "{\"$\":\"tuple\",\"v\":[1,2]}");
        gives("true", "2 in a", "a", "{\"$\":\"set\",\"v\":[1,2]}");
        gives("true", "a[1] == 'x'", "a", "{\"$\":\"map\",\"v\":[[1,\"x\"]]}");
        gives("true", "a == b'hi'", "a", "{\"$\":\"bytes\",\"v\":\"aGk=\"}");
        gives("true", "a > 0.4", "a", "{\"$\":\"numpy\",\"dtype\":\"float64\",\"v\":0.5}");
        gives(
                "true",
                "a.score > 0.5 && a.model.type == 'sk.Tree'",
                "a",
                "{\"score\":0.9,\"model\":{\"$\":\"pickle\",\"type\":\"sk.Tree\",\"v\":\"\",\"preview\":\"T\"}}");
    }

    @Test
    void values_come_back_as_values() {
        gives("3", "n + 1", "n", "2");
        gives("{\"$\":\"float\",\"v\":\"3.0\"}", "double(n) + 1.0", "n", "2");
        gives("[1,\"a\",null,{\"k\":true}]", "[1, 'a', null, {'k': true}]");
        gives("{\"$\":\"int\",\"v\":\"9223372036854775807\"}", "9223372036854775807");
        gives("{\"$\":\"map\",\"v\":[[1,2]]}", "{1: 2}");
        gives("{\"$\":\"map\",\"v\":[[\"$\",2]]}", "{'$': 2}");
        gives("{\"$\":\"bytes\",\"v\":\"aGk=\"}", "b'hi'");
        assertThat(why("type(1)")).contains("no value between tasks");
    }

    @Test
    void what_goes_wrong_names_the_values() {
        assertThat(why("fit.score > 0.9", "fit", "{\"loss\":1}"))
                .isEqualTo("key 'score' is not present in map; fit = {\"loss\":1}");
        assertThat(why("n > 'a'", "n", "1")).endsWith("; n = 1");
        assertThat(why("n / 0 > 1", "n", "1")).contains("by zero");
        assertThat(why("xs[3] == 1", "xs", "[1]")).contains("3").endsWith("; xs = [1]");
        assertThat(why("n && true", "n", "1")).contains("bool");
        assertThat(why("n > 1", "n", "1" + "0".repeat(30))).contains("64 bits");
    }

    @Test
    void what_lies_in_the_store_is_not_looked_into() {
        assertThat(
                        why(
                                "fit.score > 1",
                                "fit",
                                "{\"$\":\"stored\",\"type\":\"dict\",\"encoding\":\"json\",\"size\":5000,"
                                        + "\"digest\":\"sha256:00\",\"preview\":\"{…}\"}"))
                .contains("'fit' cannot be looked into");
    }

    @Test
    void it_always_ends() {
        String list = "[1,2,3,4,5,6,7,8,9,10]";
        assertThat(
                        why(
                                "xs.all(a, xs.all(b, xs.all(c, xs.all(d, xs.all(e, xs.all(f, true))))))",
                                "xs",
                                list))
                .contains("100000");
    }

    @Test
    void a_text_that_nobody_checked_is_wrong_and_no_more() {
        assertThat(why("n >", "n", "1")).contains("mismatched input");
        assertThat(why("m > 1", "n", "1")).contains("undeclared reference to 'm'");
        Expr foreign = new Expr("jinja", "n", new LinkedHashMap<>(), "");
        assertThat(new CelExpressions().answer(foreign, new LinkedHashMap<>()))
                .isEqualTo(new Wrong("nobody here knows the dialect 'jinja'"));
    }

    @Test
    void a_sum_of_too_many_is_refused() {
        gives("81", "1" + "+1".repeat(80));
        assertThat(why("1" + "+1".repeat(2000))).contains("recursion");
    }
}
