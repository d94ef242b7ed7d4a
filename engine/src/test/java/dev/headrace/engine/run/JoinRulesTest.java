package dev.headrace.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.spec.flow.Counts;
import dev.headrace.spec.flow.Join;
import dev.headrace.spec.flow.JoinRule;
import dev.headrace.spec.flow.JoinRule.Fate;
import dev.headrace.spec.flow.JoinRules;
import dev.headrace.spec.flow.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Joins by name, against what the documentation of their systems says, written down here once more
 * and in another way. A vector says of each need: S succeeded, K skipped, F failed, U omitted
 * (Airflow's upstream_failed), . still open.
 */
class JoinRulesTest {
    private static final List<String> LETTERS = List.of("S", "K", "F", "U", ".");
    private static final int NEEDS_MAX = 4;

    static Stream<String> airflow() {
        return Stream.of(
                "all_success",
                "all_failed",
                "all_done",
                "all_done_min_one_success",
                "all_skipped",
                "one_success",
                "one_failed",
                "one_done",
                "none_failed",
                "none_failed_min_one_success",
                "none_skipped",
                "always");
    }

    @ParameterizedTest
    @MethodSource("airflow")
    void a_trigger_rule_of_airflow(String rule) {
        for (String vector : vectors()) {
            assertThat(fate(JoinRules.named(rule).orElseThrow(), vector))
                    .as(rule + " " + vector)
                    .isEqualTo(asAirflowDoes(rule, vector));
        }
    }

    @Test
    void all_done_setup_success_asks_for_one_setup() {
        JoinRule rule = JoinRules.afterSetups(Set.of("n0", "n1"));
        assertThat(fate(rule, "SFF")).contains(Fate.RUN);
        assertThat(fate(rule, "FSU")).contains(Fate.RUN);
        assertThat(fate(rule, "FFS")).contains(Fate.OMIT);
        assertThat(fate(rule, "KKS")).contains(Fate.SKIP);
        assertThat(fate(rule, "SS.")).isEmpty();
        assertThat(fate(JoinRules.afterSetups(Set.of()), "FF")).contains(Fate.RUN);
    }

    @ParameterizedTest
    @CsvSource({
        "SS, RUN",
        "SF, OMIT",
        "SK, SKIP",
        "KK, SKIP",
        "KU, OMIT",
        "S., ",
        "F., OMIT",
        "K., ",
    })
    void what_holds_when_nothing_is_said(String vector, Fate fate) {
        assertThat(fate(JoinRules.ALL_SUCCEEDED, vector)).isEqualTo(Optional.ofNullable(fate));
    }

    /** Whatever the order in which needs are over, the outcome is the same; but for all_success. */
    @Test
    void the_order_does_not_matter() {
        for (var named : JoinRules.all().entrySet()) {
            for (String vector : vectors()) {
                Optional<Fate> early = fate(named.getValue(), vector);
                if (early.isPresent() && !named.getKey().equals("all_success")) {
                    for (String later : filled(vector)) {
                        assertThat(fate(named.getValue(), later))
                                .as(named.getKey() + " " + vector + " then " + later)
                                .isEqualTo(early);
                    }
                }
            }
        }
    }

    // ------------------------------------------------------------ Airflow, in other words

    private static Optional<Fate> asAirflowDoes(String rule, String vector) {
        long success = count(vector, 'S');
        long skipped = count(vector, 'K');
        long failed = count(vector, 'F');
        long upstream = count(vector, 'U');
        long all = vector.length();
        long over = success + skipped + failed + upstream;
        boolean done = over >= all;
        boolean bad = failed + upstream > 0;
        if (all == 0) {
            return Optional.of(Fate.RUN);
        }
        boolean omit =
                switch (rule) {
                    case "all_success", "none_failed", "none_failed_min_one_success" -> bad;
                    case "all_done_min_one_success" -> done && skipped == 0 && success == 0;
                    case "one_success" -> done && success == 0 && skipped < all;
                    default -> false;
                };
        boolean skip =
                switch (rule) {
                    case "all_success" -> !bad && skipped > 0;
                    case "all_failed" -> success + skipped > 0;
                    case "all_done_min_one_success", "none_skipped" -> skipped > 0;
                    case "all_skipped" -> success + failed + upstream > 0;
                    case "one_success" -> skipped == all;
                    case "one_failed" -> done && !bad;
                    case "one_done" -> done && success + failed == 0;
                    case "none_failed_min_one_success" -> !bad && skipped == all;
                    default -> false;
                };
        boolean run =
                switch (rule) {
                    case "all_success" -> success == all;
                    case "all_failed" -> failed + upstream == all;
                    case "all_done" -> done;
                    case "all_done_min_one_success" -> done && success > 0 && skipped == 0;
                    case "all_skipped" -> skipped == all;
                    case "one_success" -> success > 0;
                    case "one_failed" -> bad;
                    case "one_done" -> success + failed > 0;
                    case "none_failed" -> success + skipped == all;
                    case "none_failed_min_one_success" -> success + skipped == all && success > 0;
                    case "none_skipped" -> done && skipped == 0;
                    default -> true;
                };
        if (omit) {
            return Optional.of(Fate.OMIT);
        }
        if (skip) {
            return Optional.of(Fate.SKIP);
        }
        return run ? Optional.of(Fate.RUN) : Optional.empty();
    }

    // ------------------------------------------------------------ vectors

    private static long count(String vector, char letter) {
        return vector.chars().filter(c -> c == letter).count();
    }

    private static List<String> vectors() {
        List<String> all = new ArrayList<>(List.of(""));
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).length() < NEEDS_MAX) {
                for (String letter : LETTERS) {
                    all.add(all.get(i) + letter);
                }
            }
        }
        return all;
    }

    /** All that may become of a vector. */
    private static List<String> filled(String vector) {
        int open = vector.indexOf('.');
        if (open < 0) {
            return List.of(vector);
        }
        return Stream.of("S", "K", "F", "U")
                .map(letter -> vector.substring(0, open) + letter + vector.substring(open + 1))
                .flatMap(next -> filled(next).stream())
                .toList();
    }

    private static Optional<Fate> fate(JoinRule rule, String vector) {
        return vector.isEmpty() ? Optional.of(Fate.RUN) : rule.fate(new Vector(vector));
    }

    private record Vector(String letters) implements Join.Seen {
        @Override
        public Counts all(Join.Unit unit) {
            Counts all = Counts.NONE;
            for (int i = 0; i < letters.length(); i++) {
                all = all.plus(one(i));
            }
            return all;
        }

        @Override
        public Counts of(String need, Join.Unit unit) {
            return one(Integer.parseInt(need.substring(1)));
        }

        private Counts one(int i) {
            Counts open = Counts.open(1);
            return switch (letters.charAt(i)) {
                case 'S' -> open.settled(Result.SUCCEEDED);
                case 'K' -> open.settled(Result.SKIPPED);
                case 'F' -> open.settled(Result.FAILED);
                case 'U' -> open.settled(Result.OMITTED);
                default -> open;
            };
        }
    }
}
