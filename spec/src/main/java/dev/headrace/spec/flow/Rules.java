package dev.headrace.spec.flow;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * What holds for a node where it stands, besides what it is.
 *
 * @param join when it may start
 * @param tolerates results that count as success for those who need it and for the graph around
 */
public record Rules(JoinRule join, Set<Result> tolerates) {
    /** When nothing is said. */
    public static final Rules PLAIN = new Rules(JoinRules.ALL_SUCCEEDED, Set.of());

    public Rules {
        Objects.requireNonNull(join);
        tolerates =
                tolerates.isEmpty()
                        ? Collections.emptySortedSet()
                        : Collections.unmodifiableSet(EnumSet.copyOf(tolerates));
    }

    public Rules with(JoinRule changed) {
        return new Rules(changed, tolerates);
    }

    /** Whether the node starts when all that it needs has succeeded, and not else. */
    public boolean plainJoin() {
        return join.equals(JoinRules.ALL_SUCCEEDED);
    }
}
