package dev.headrace.expressions.cel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.spec.flow.Expr;
import dev.headrace.spec.flow.Expressions.Flaw;
import dev.headrace.spec.flow.Expressions.Purpose;
import dev.headrace.spec.flow.Expressions.Reading;
import dev.headrace.spec.flow.Expressions.Sound;
import dev.headrace.spec.flow.Expressions.Unsound;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ReadingTest {
    private static Reading read(String text) {
        return new CelExpressions().read(text, Purpose.CONDITION);
    }

    private static void uses(String text, String... names) {
        assertThat(read(text)).as(text).isEqualTo(new Sound(new TreeSet<>(List.of(names))));
    }

    private static Unsound wrong(String text) {
        assertThat(read(text)).as(text).isInstanceOf(Unsound.class);
        return (Unsound) read(text);
    }

    @Test
    void names_are_those_that_it_does_not_bind_itself() {
        uses("n > 3 && fit.score > 0.9", "fit", "n");
        uses("true");
        uses("xs.exists(x, x > n)", "n", "xs");
        uses("xs.all(x, ys.exists(y, x == y)) && x", "x", "xs", "ys");
        uses("xs.map(x, x * 2) == [n]", "n", "xs");
        uses(
                "has(fit.score) && size(xs) in [a, b] && {'k': c}.k == d",
                "a",
                "b",
                "c",
                "d",
                "fit",
                "xs");
        uses("type(n) == int", "n");
    }

    @Test
    void a_name_may_say_what_it_is() {
        uses("params.n > tasks.fit.score", "params.n", "tasks.fit");
        uses("tasks[\"load-data\"].rows > params['n.max']", "params.n.max", "tasks.load-data");
    }

    @Test
    void a_group_of_names_is_no_value() {
        assertThat(wrong("params == 3").flaw()).isEqualTo(Flaw.TYPE);
        assertThat(wrong("params[n] == 3").why()).contains("params.NAME");
    }

    @Test
    void what_is_no_expression_has_its_place() {
        assertThat(wrong("n >")).isEqualTo(new Unsound(Flaw.SYNTAX, 4, "mismatched input '<EOF>'"));
        assertThat(wrong("n > 3 and m").column()).isEqualTo(7);
        assertThat(wrong("n >\n  )").column()).isEqualTo(7);
        assertThat(wrong("  ").flaw()).isEqualTo(Flaw.SYNTAX);
        assertThat(wrong("'abc").flaw()).isEqualTo(Flaw.SYNTAX);
    }

    @Test
    void what_does_not_fit_together_is_said() {
        assertThat(wrong("1 + 'a' == n"))
                .isEqualTo(
                        new Unsound(
                                Flaw.TYPE,
                                3,
                                "found no matching overload for '_+_' applied to '(int, string)'"));
        assertThat(wrong("nothing(n)").why()).contains("undeclared reference to 'nothing'");
    }

    @Test
    void a_condition_gives_true_or_false() {
        assertThat(wrong("1 + 2").why())
                .isEqualTo("it gives a value of type int, not true or false");
        assertThat(wrong("'yes'").flaw()).isEqualTo(Flaw.TYPE);
        uses("fit.good", "fit");
        assertThat(new CelExpressions().read("1 + 2", Purpose.VALUE)).isInstanceOf(Sound.class);
    }

    @Test
    void length_and_depth_have_limits() {
        String longest = "n == '" + "x".repeat(Expr.TEXT_MAX - 7) + "'";
        uses(longest, "n");
        assertThat(wrong(longest + " ").flaw()).isEqualTo(Flaw.LIMIT);
        assertThat(wrong("(".repeat(500) + "n" + ")".repeat(500)).flaw()).isEqualTo(Flaw.LIMIT);
        uses("1" + "+1".repeat(80) + "> n", "n");
        assertThat(wrong("1" + "+1".repeat(2000) + "> n").flaw()).isEqualTo(Flaw.LIMIT);
        uses("n" + " || n".repeat(500), "n");
    }
}
