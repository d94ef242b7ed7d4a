package dev.headrace.engine.persistent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** It is what a {@link TreeMap} is, but for never changing. */
class SortedTest {
    private static final int SEEDS = 200;

    @Test
    void it_holds_what_a_tree_map_holds_after_any_changes() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            TreeMap<Integer, Integer> model = new TreeMap<>();
            Sorted<Integer, Integer> sorted = Sorted.empty();
            int keys = 1 + random.nextInt(60);
            for (int i = 0; i < 200; i++) {
                int key = random.nextInt(keys);
                if (random.nextInt(3) == 0) {
                    model.remove(key);
                    sorted = sorted.without(key);
                } else {
                    model.put(key, i);
                    sorted = sorted.with(key, i);
                }
                same(sorted, model, random.nextInt(keys + 1));
            }
        }
    }

    private static void same(
            Sorted<Integer, Integer> sorted, NavigableMap<Integer, Integer> model, int probe) {
        assertThat(sorted.size()).isEqualTo(model.size());
        assertThat(sorted.isEmpty()).isEqualTo(model.isEmpty());
        assertThat(pairs(sorted)).isEqualTo(pairs(model));
        assertThat(pairs(sorted.from(probe))).isEqualTo(pairs(model.tailMap(probe)));
        assertThat(sorted.has(probe)).isEqualTo(model.containsKey(probe));
        assertThat(sorted.first().map(Sorted.Entry::key))
                .isEqualTo(model.keySet().stream().findFirst());
        assertThat(sorted.toString()).isEqualTo(model.toString());
    }

    private static List<String> pairs(Iterable<Sorted.Entry<Integer, Integer>> entries) {
        List<String> pairs = new ArrayList<>();
        entries.forEach(entry -> pairs.add(entry.key() + "=" + entry.value()));
        return pairs;
    }

    private static List<String> pairs(Map<Integer, Integer> map) {
        return map.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
    }

    @Test
    void a_change_leaves_what_was_before_as_it_was() {
        Sorted<Integer, String> one = Sorted.<Integer, String>empty().with(1, "a");
        Sorted<Integer, String> two = one.with(2, "b");
        Sorted<Integer, String> none = two.without(1).without(2);
        assertThat(one.toString()).isEqualTo("{1=a}");
        assertThat(two.toString()).isEqualTo("{1=a, 2=b}");
        assertThat(none.isEmpty()).isTrue();
        assertThat(one.with(1, "c").get(1)).contains("c");
        assertThat(one.get(1)).contains("a");
    }

    @Test
    void the_same_entries_are_equal_however_they_came() {
        Sorted<Integer, Integer> up = Sorted.empty();
        Sorted<Integer, Integer> down = Sorted.empty();
        for (int i = 0; i < 100; i++) {
            up = up.with(i, i);
            down = down.with(99 - i, 99 - i);
        }
        assertThat(up).isEqualTo(down).hasSameHashCodeAs(down).isNotEqualTo(down.without(50));
    }
}
