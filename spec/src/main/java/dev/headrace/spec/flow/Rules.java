package dev.headrace.spec.flow;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What holds for a node where it stands, besides what it is.
 *
 * @param join when it may start
 * @param tolerates results that count as success for those who need it and for the graph around
 * @param when a condition that is asked when its join lets it start; it is skipped if that is false
 * @param hooks what follows it
 */
public record Rules(JoinRule join, Set<Result> tolerates, Optional<Expr> when, List<Hook> hooks) {
    /** When nothing is said. */
    public static final Rules PLAIN = new Rules(JoinRules.ALL_SUCCEEDED, Set.of());

    /** Without a condition. */
    public Rules(JoinRule join, Set<Result> tolerates) {
        this(join, tolerates, Optional.empty());
    }

    /** Without hooks. */
    public Rules(JoinRule join, Set<Result> tolerates, Optional<Expr> when) {
        this(join, tolerates, when, List.of());
    }

    public Rules {
        Objects.requireNonNull(join);
        Objects.requireNonNull(when);
        tolerates =
                tolerates.isEmpty()
                        ? Collections.emptySortedSet()
                        : Collections.unmodifiableSet(EnumSet.copyOf(tolerates));
        hooks = List.copyOf(hooks);
        if (hooks.size() > Hook.HOOKS_MAX
                || hooks.stream().map(Hook::name).distinct().count() < hooks.size()) {
            throw new IllegalArgumentException(
                    "at most " + Hook.HOOKS_MAX + " hooks, each with a name of its own");
        }
    }

    public Rules with(JoinRule changed) {
        return new Rules(changed, tolerates, when, hooks);
    }

    public Rules with(Expr condition) {
        return new Rules(join, tolerates, Optional.of(condition), hooks);
    }

    public Rules with(List<Hook> following) {
        return new Rules(join, tolerates, when, following);
    }

    /** Whether the node starts when all that it needs has succeeded, and not else. */
    public boolean plainJoin() {
        return join.equals(JoinRules.ALL_SUCCEEDED);
    }
}
