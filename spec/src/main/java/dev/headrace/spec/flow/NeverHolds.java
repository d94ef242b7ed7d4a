package dev.headrace.spec.flow;

import dev.headrace.spec.flow.Join.Unit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds joins that hold for nothing, by trying all that few needs can come to. */
public final class NeverHolds {
    /** 6 results each: 7,776 trials. */
    private static final int NEEDS_MAX = 5;

    private NeverHolds() {}

    /** Whether it surely never lets the node run. Of many needs, and of items, nothing is said. */
    public static boolean surely(JoinRule rule, Collection<String> needs) {
        if (needs.isEmpty()
                || needs.size() > NEEDS_MAX
                || rule.cases().stream().anyMatch(one -> countsItems(one.join()))) {
            return false;
        }
        return !runs(rule, List.copyOf(needs), new LinkedHashMap<>());
    }

    private static boolean runs(JoinRule rule, List<String> needs, Map<String, Result> came) {
        if (came.size() == needs.size()) {
            return rule.fate(new Came(came)).equals(Optional.of(JoinRule.Fate.RUN));
        }
        String need = needs.get(came.size());
        for (Result result : Result.values()) {
            Map<String, Result> more = new LinkedHashMap<>(came);
            more.put(need, result);
            if (runs(rule, needs, more)) {
                return true;
            }
        }
        return false;
    }

    private static boolean countsItems(Join join) {
        return switch (join) {
            case Join.Always _, Join.Done _, Join.Is _ -> false;
            case Join.Count count -> count.unit() == Unit.ITEMS;
            case Join.All(var parts) -> parts.stream().anyMatch(NeverHolds::countsItems);
            case Join.Any(var parts) -> parts.stream().anyMatch(NeverHolds::countsItems);
            case Join.Not(var part) -> countsItems(part);
        };
    }

    private record Came(Map<String, Result> results) implements Join.Seen {
        @Override
        public Counts all(Unit unit) {
            Counts all = Counts.NONE;
            for (Result result : new ArrayList<>(results.values())) {
                all = all.opened(1).settled(result);
            }
            return all;
        }

        @Override
        public Counts of(String need, Unit unit) {
            return Optional.ofNullable(results.get(need))
                    .map(Counts.open(1)::settled)
                    .orElse(Counts.NONE);
        }
    }
}
