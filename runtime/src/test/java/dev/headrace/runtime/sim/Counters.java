package dev.headrace.runtime.sim;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How often the rare things came about. One that never did says that the dice are wrong. */
final class Counters {
    private final Map<String, Long> counts = new TreeMap<>();

    /** All that must come about in any long series of worlds. */
    static final List<String> ALL =
            List.of(
                    "answer of a body doubled",
                    "approved",
                    "attempt ended in a paused run",
                    "body of several strands rested",
                    "body roused",
                    "brief attempt",
                    "call within a template",
                    "call cancelled in vain, it ended by itself",
                    "call cancelled that has not begun",
                    "cached content was gone",
                    "cached result had expired",
                    "call cancelled that runs",
                    "cancel during a wait",
                    "cancelled hard",
                    "cancel during back-off",
                    "cancel while a body is parked",
                    "child refused, diverged",
                    "child run again by a retry",
                    "child run again by a resume",
                    "condition does not hold",
                    "condition holds",
                    "condition wrong",
                    "controller killed after the commit",
                    "controller killed amid effects",
                    "controller killed before the commit",
                    "controller killed between steps",
                    "ended by itself while stopped",
                    "failed again by replay",
                    "fenced",
                    "further round",
                    "graph held",
                    "graph succeeded with a failure in it",
                    "held back item let go",
                    "hook ended by force",
                    "hook ended, its time was over",
                    "hook failed and its node with it",
                    "hook failed beside a failure",
                    "hook follows again",
                    "hook follows in a cancelled run",
                    "killed while it was ending",
                    "looked in vain",
                    "lost then retried after a pause",
                    "lost, then again at once",
                    "node omitted by a join",
                    "node skipped",
                    "node skipped by a join",
                    "node skipped with what it needs",
                    "marked as failed",
                    "marked as skipped",
                    "marked as succeeded",
                    "marked while something it called was open",
                    "not cached, and what changed is known",
                    "not worth a retry",
                    "nothing is large enough",
                    "owner paused and run taken over",
                    "parked body went on",
                    "paused while a task was ready",
                    "released when it could begin",
                    "placed before all needs were over",
                    "report lost",
                    "report of an attempt that is over",
                    "resumed while another waits",
                    "retried what had failed",
                    "retry after a failure",
                    "retry after crash",
                    "run again from a node",
                    "run taken from an owner that lives",
                    "stopped before it began",
                    "signal kept",
                    "signal kept over generations",
                    "signal taken",
                    "store refused",
                    "store unknown, committed",
                    "store unknown, not committed",
                    "store unreadable after unknown",
                    "taken from the cache",
                    "template gave an output",
                    "timed out",
                    "timed out while parked",
                    "too many rounds",
                    "unseen failure",
                    "wait given up",
                    "wait given up, replayed",
                    "wait of a strand given up",
                    "wait of a strand given up, replayed",
                    "went on afresh",
                    "went on afresh while paused",
                    "went on where nothing was free",
                    "wait over a change of owner",
                    "worker left",
                    "wrong type given",
                    "zombie took effect after a takeover");

    void add(String what) {
        counts.merge(what, 1L, Long::sum);
    }

    void addAll(Counters others) {
        others.counts.forEach((what, count) -> counts.merge(what, count, Long::sum));
    }

    long of(String what) {
        return counts.getOrDefault(what, 0L);
    }

    List<String> missing() {
        return ALL.stream().filter(what -> of(what) == 0).toList();
    }

    List<String> lines() {
        Map<String, Long> all = new TreeMap<>(counts);
        ALL.forEach(what -> all.putIfAbsent(what, 0L));
        return all.entrySet().stream()
                .map(count ->
                        String.format(
                                java.util.Locale.ROOT,
                                "%10d  %s",
                                count.getValue(),
                                count.getKey()))
                .toList();
    }
}
