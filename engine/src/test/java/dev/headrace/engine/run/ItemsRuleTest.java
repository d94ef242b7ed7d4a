package dev.headrace.engine.run;

import static dev.headrace.engine.run.Rule.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.spec.flow.ForEach;
import dev.headrace.spec.flow.ForEach.Collect;
import dev.headrace.spec.flow.ForEach.Empty;
import dev.headrace.spec.flow.Input;
import dev.headrace.spec.flow.Items;
import dev.headrace.spec.flow.Tolerance;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Outcome.Skipped.Reason;
import dev.headrace.spec.run.Value;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a ForEach goes over, and how much of it has to succeed. */
class ItemsRuleTest {
    private static Input literal(String json) {
        return new Input.Literal(new Value(json));
    }

    private static SequencedMap<String, Input> lists(String... namesAndLists) {
        SequencedMap<String, Input> lists = new LinkedHashMap<>();
        for (int i = 0; i < namesAndLists.length; i += 2) {
            lists.put(namesAndLists[i], literal(namesAndLists[i + 1]));
        }
        return lists;
    }

    private static ForEach over(Items items) {
        return new ForEach(items, task(), 0, Tolerance.NONE, Empty.SUCCEED, Collect.NULLS);
    }

    private static ForEach of(String items, Tolerance tolerance, Empty empty, Collect collect) {
        return new ForEach(new Items.Of(literal(items)), task(), 0, tolerance, empty, collect);
    }

    private static RunEvent expanded(String... items) {
        return new RunEvent.ItemsExpanded(path(""), Arrays.stream(items).map(Value::new).toList());
    }

    private static Failure failure(Case run) {
        return run.node("").outcome().orElseThrow() instanceof Outcome.Failed(Failure failure)
                ? failure
                : Failure.of(Failure.Kind.ENGINE, "none", "");
    }

    @Test
    void every_combination_is_an_item_and_the_last_list_goes_through_first() {
        var items = new Items.Product(lists("a", "[1,2]", "b", "[\"x\",\"y\"]"));
        fresh(over(items))
                .when(start())
                .then(
                        began(),
                        expanded(
                                "{\"a\":1,\"b\":\"x\"}",
                                "{\"a\":1,\"b\":\"y\"}",
                                "{\"a\":2,\"b\":\"x\"}",
                                "{\"a\":2,\"b\":\"y\"}"));
    }

    @Test
    void a_product_with_an_empty_list_has_no_items() {
        var run = fresh(over(new Items.Product(lists("a", "[1,2]", "b", "[]")))).when(start());
        assertThat(run.events()).contains(expanded());
    }

    @Test
    void a_product_is_bounded_before_it_is_made() {
        String thousand = "[" + "1,".repeat(1000) + "1]";
        var run = fresh(over(new Items.Product(lists("a", thousand, "b", thousand)))).when(start());
        assertThat(failure(run).type()).isEqualTo("TooManyItems");
    }

    @Test
    void lists_of_one_length_go_side_by_side() {
        var run = fresh(over(new Items.Zip(lists("a", "[1,2]", "b", "[3,4]")))).when(start());
        assertThat(run.events()).contains(expanded("{\"a\":1,\"b\":3}", "{\"a\":2,\"b\":4}"));
    }

    @Test
    void lists_of_several_lengths_are_refused_with_both() {
        var run = fresh(over(new Items.Zip(lists("a", "[1,2]", "b", "[3]")))).when(start());
        assertThat(failure(run).type()).isEqualTo("UnequalLists");
        assertThat(failure(run).message()).isEqualTo("a has 2 items and b has 1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    0  | 3  | 1  | 0,1,2
                    -1 | 4  | 2  | -1,1,3
                    3  | 0  | -1 | 3,2,1
                    3  | 3  | 1  |
                    0  | 3  | -1 |
                    """)
    void a_range_counts_as_python_does(String from, String to, String step, String items) {
        var range = new Items.Range(literal(from), literal(to), literal(step));
        assertThat(fresh(over(range)).when(start()).events())
                .contains(expanded(items == null ? new String[0] : items.split(",", -1)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    0   | 3       | 0 | NoRange
                    0.5 | 3       | 1 | NoRange
                    \"a\" | 3   | 1 | NoRange
                    0   | 1000001 | 1 | TooManyItems
                    0   | 9999999999999999999 | 1 | NoRange
                    """)
    void what_is_no_range_is_said(String from, String to, String step, String type) {
        var range = new Items.Range(literal(from), literal(to), literal(step));
        assertThat(failure(fresh(over(range)).when(start())).type()).isEqualTo(type);
    }

    @Test
    void a_range_may_be_as_long_as_a_list() {
        var range = new Items.Range(literal("0"), literal("1000000"), literal("1"));
        assertThat(fresh(over(range)).when(start()).node("").family().children().size())
                .isEqualTo(1_000_000);
    }

    @Test
    void one_without_items_is_skipped_if_that_is_wished() {
        var each = of("[]", Tolerance.NONE, Empty.SKIP, Collect.NULLS);
        var run = fresh(graph(child("e", each), child("f", task(), "e"))).when(start());
        assertThat(run.node("e").outcome()).contains(new Outcome.Skipped(path("e"), Reason.EMPTY));
        assertThat(run.node("f").outcome()).contains(new Outcome.Skipped(path("e"), Reason.SPREAD));
        assertThat(run.events().getLast()).isEqualTo(finished(Verdict.SUCCEEDED));
    }

    @Test
    void one_without_items_fails_if_that_is_wished() {
        var run = fresh(of("[]", Tolerance.NONE, Empty.FAIL, Collect.NULLS)).when(start());
        assertThat(failure(run).type()).isEqualTo("NoItems");
    }

    @Test
    void what_has_no_result_is_null_or_left_out() {
        for (Collect collect : Collect.values()) {
            var run = fresh(of("[1,2]", new Tolerance.AtMost(1), Empty.SUCCEED, collect));
            run = run.when(start()).when(place("[0]")).when(place("[1]"));
            run = run.when(end("[0]", 1, failed())).when(end("[1]", 1, ok("7")));
            assertThat(((RunState.Finished) run.state()).result())
                    .contains(new Value(collect == Collect.NULLS ? "[null,7]" : "[7]"));
        }
    }

    @Test
    void when_enough_have_succeeded_the_others_are_stopped() {
        var each = of("[1,2,3]", new Tolerance.Enough(1), Empty.SUCCEED, Collect.DROP);
        var run = fresh(each).when(start()).when(place("[0]")).when(place("[1]"));
        run = run.when(end("[1]", 1, ok("7")));
        assertThat(run.events())
                .contains(
                        new RunEvent.GraphHeld(path(""), path("")),
                        stopping("[0]", 1, StopReason.ENOUGH),
                        new RunEvent.NodeCancelled(path("[2]"), Stopping.ENOUGH));
        run = run.when(end("[0]", 1, new Outcome.Cancelled("stopped")));
        assertThat(run.node("[0]").outcome()).contains(new Outcome.Cancelled(Stopping.ENOUGH));
        assertThat(((RunState.Finished) run.state()).result()).contains(new Value("[7]"));
    }

    @Test
    void those_held_back_are_not_let_when_there_is_enough() {
        var each =
                new ForEach(
                        new Items.Of(literal("[1,2,3,4]")),
                        task(),
                        1,
                        new Tolerance.Enough(2),
                        Empty.SUCCEED,
                        Collect.DROP);
        var run = fresh(each).when(start()).when(place("[0]")).when(end("[0]", 1, ok("1")));
        assertThat(run.ready()).containsExactly("[1]");
        run = run.when(place("[1]")).when(end("[1]", 1, ok("2")));
        assertThat(((RunState.Finished) run.state()).result()).contains(new Value("[1,2]"));
    }

    @Test
    void too_few_successes_fail_with_the_first_failure_or_a_word_of_their_own() {
        var each = of("[1,2]", new Tolerance.Enough(2), Empty.SUCCEED, Collect.DROP);
        var run = fresh(each).when(start()).when(place("[0]")).when(place("[1]"));
        run = run.when(end("[0]", 1, ok("1"))).when(end("[1]", 1, failed()));
        assertThat(run.events().getLast()).isEqualTo(finished(Verdict.FAILED));
        var short1 = of("[1]", new Tolerance.Enough(2), Empty.SUCCEED, Collect.DROP);
        run = fresh(short1).when(start()).when(place("[0]")).when(end("[0]", 1, ok("1")));
        assertThat(failure(run).type()).isEqualTo("TooFewSucceeded");
        assertThat(failure(run).message()).contains("1 of 1");
    }
}
