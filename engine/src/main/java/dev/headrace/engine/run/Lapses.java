package dev.headrace.engine.run;

import dev.headrace.engine.persistent.Sorted;
import dev.headrace.engine.run.NodeState.Family;
import dev.headrace.spec.run.Value;

/**
 * What a body has waited for in vain, among the values that it has recorded. They hold for one
 * life: a replay takes the same way again, a retry waits anew.
 */
final class Lapses {
    /** No other recorded value has a key that begins so. */
    static final String PREFIX = "timeout#";

    static final Value YES = new Value("true");

    private Lapses() {}

    static Family noted(Family family, String key) {
        return family.withRecorded(family.recorded().with(key, YES));
    }

    static Family forgotten(Family family) {
        Sorted<String, Value> left = family.recorded();
        for (var entry : family.recorded()) {
            if (entry.key().startsWith(PREFIX)) {
                left = left.without(entry.key());
            }
        }
        return family.recorded().isEmpty() ? family : family.withRecorded(left);
    }
}
