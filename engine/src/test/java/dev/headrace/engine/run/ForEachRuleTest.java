package dev.headrace.engine.run;

import static dev.headrace.engine.run.Rule.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.spec.flow.ForEach;
import dev.headrace.spec.flow.Input;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForEachRuleTest {
    private static RunEvent expanded(String each, String... items) {
        List<Value> values = java.util.Arrays.stream(items).map(Value::new).toList();
        return new RunEvent.ItemsExpanded(path(each), values);
    }

    @Test
    void every_item_has_a_child() {
        var run =
                fresh(each("[7,8]", task(), 0)).when(start()).then(began(), expanded("", "7", "8"));
        assertThat(run.ready()).containsExactly("[0]", "[1]");
    }

    @Test
    void no_items_are_a_success() {
        var run = fresh(each("[]", task(), 0)).when(start());
        run.then(began(), expanded(""), settled(""), finished(Verdict.SUCCEEDED));
        assertThat(((RunState.Finished) run.state()).result()).contains(new Value("[]"));
    }

    @Test
    void what_is_no_list_is_a_failure() {
        var run = fresh(each("7", task(), 0)).when(start());
        assertThat(run.events().getLast()).isEqualTo(finished(Verdict.FAILED));
        assertThat(run.node("").outcome().orElseThrow())
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed ->
                                assertThat(failed.failure().kind()).isEqualTo(Failure.Kind.VALUE));
    }

    @Test
    void only_so_many_items_are_under_way_at_once() {
        var run = fresh(each("[1,2,3,4]", task(), 2)).when(start());
        assertThat(run.ready()).containsExactly("[0]", "[1]");
        run = run.when(place("[0]")).when(place("[1]"));
        assertThat(run.ready()).isEmpty();
        assertThat(run.when(end("[1]", 1, ok("2"))).ready()).containsExactly("[2]");
    }

    @Test
    void a_failed_item_makes_room_too() {
        var run = fresh(each("[1,2,3]", task(), 1)).when(start()).when(place("[0]"));
        assertThat(run.when(end("[0]", 1, failed())).ready()).containsExactly("[1]");
    }

    @Test
    void results_come_in_the_order_of_the_items() {
        var run = fresh(each("[1,2]", task(), 0)).when(start());
        run = run.when(place("[0]")).when(place("[1]"));
        run = run.when(end("[1]", 1, ok("20"))).when(end("[0]", 1, ok("10")));
        assertThat(((RunState.Finished) run.state()).result()).contains(new Value("[10,20]"));
    }

    @Test
    void an_item_is_an_input_of_all_below_it() {
        var inner = graph(child("x", with(task(), "i", new Input.FromItem(List.of()))));
        var run = fresh(each("[7]", inner, 0)).when(start());
        assertThat(run.node("[0]/x").inputs().getFirst().value()).isEqualTo(new Value("7"));
    }

    @Test
    void items_come_from_a_sibling_when_it_is_there() {
        var over = new ForEach(new Input.FromNode("a", List.of()), task(), 0);
        var run =
                given(graph(child("a", task()), child("e", over, "a")), opened(""), placed("a", 1))
                        .when(end("a", 1, ok("[1,2,3]")));
        assertThat(run.ready()).containsExactly("e[0]", "e[1]", "e[2]");
    }

    @Test
    void a_for_each_in_a_for_each_finds_the_siblings_of_both() {
        var inner =
                new ForEach(
                        new Input.FromNode("a", List.of()),
                        with(task(), "i", new Input.FromNode("a", List.of())),
                        0);
        var outer = each("[1,2]", inner, 0);
        var run =
                given(graph(child("a", task()), child("e", outer, "a")), opened(""), placed("a", 1))
                        .when(end("a", 1, ok("[5]")));
        assertThat(run.ready()).containsExactly("e[0][0]", "e[1][0]");
        assertThat(run.node("e[0][0]").inputs().getFirst().holes()).containsExactly(path("a"));
    }

    @Test
    void a_resumed_one_keeps_to_its_limit() {
        var run = fresh(each("[1,2,3,4]", task(), 2)).when(start());
        for (int i = 0; i < 4; i++) {
            run = run.when(place("[" + i + "]")).when(end("[" + i + "]", 1, failed()));
        }
        run = run.when(reopen());
        assertThat(run.ready()).containsExactly("[0]", "[1]");
        assertThat(run.when(place("[0]")).when(end("[0]", 2, ok("1"))).ready())
                .containsExactly("[1]", "[2]");
    }

    @Test
    void a_resumed_item_that_was_open_goes_on_where_it_was_when_its_turn_comes() {
        var pair = graph(child("x", task()), child("y", task()));
        var run = fresh(each("[1,2]", pair, 1)).when(start());
        for (int i = 0; i < 2; i++) {
            String item = "[" + i + "]";
            run = run.when(place(item + "/x")).when(end(item + "/x", 1, ok("1")));
            run = run.when(place(item + "/y")).when(end(item + "/y", 1, failed()));
        }
        run = run.when(reopen());
        assertThat(run.ready()).containsExactly("[0]/y");
        run = run.when(place("[0]/y")).when(end("[0]/y", 2, ok("2")));
        assertThat(run.ready()).containsExactly("[1]/y");
        assertThat(run.phase("[1]/x")).isEqualTo(new Phase.Settled(ok("1")));
        run = run.when(place("[1]/y")).then(placed("[1]/y", 2)).when(end("[1]/y", 2, ok("3")));
        assertThat(((RunState.Finished) run.state()).result())
                .contains(new Value("[{\"x\":1,\"y\":2},{\"x\":1,\"y\":3}]"));
    }

    @Test
    void a_cancelled_item_that_was_held_back_does_not_open() {
        var pair = graph(child("x", task()), child("y", task()));
        var run = fresh(each("[1,2]", pair, 1)).when(start());
        for (int i = 0; i < 2; i++) {
            String item = "[" + i + "]";
            run = run.when(place(item + "/x")).when(end(item + "/x", 1, failed()));
            run = run.when(place(item + "/y")).when(end(item + "/y", 1, failed()));
        }
        run = run.when(reopen()).when(cancel());
        assertThat(run.state()).isInstanceOf(RunState.Finished.class);
        assertThat(run.node("[1]/x").outcome()).contains(cancelled());
    }
}
