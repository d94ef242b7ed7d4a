package dev.headrace.spec.flow;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * When a node may start, by what its needs came to: the first case whose join surely holds decides.
 * When all needs are over and none holds, the node is omitted. A node without needs always runs.
 *
 * @param early whether it is looked at each time that a need is over; else once all of them are
 */
public record JoinRule(List<Case> cases, boolean early) {
    public static final int CASES_MAX = 8;

    /** What becomes of the node when the join holds. */
    public record Case(Join join, Fate fate) {
        public Case {
            Objects.requireNonNull(join);
            Objects.requireNonNull(fate);
        }
    }

    /** What a node comes to. */
    public enum Fate {
        RUN,
        SKIP,
        OMIT
    }

    public JoinRule {
        cases = List.copyOf(cases);
        if (cases.isEmpty() || cases.size() > CASES_MAX) {
            throw new IllegalArgumentException("a join has 1.." + CASES_MAX + " cases");
        }
        int terms = cases.stream().mapToInt(one -> one.join().terms()).sum();
        int depth = cases.stream().mapToInt(one -> one.join().depth()).max().orElse(0);
        if (terms > Join.TERMS_MAX || depth > Join.DEPTH_MAX) {
            throw new IllegalArgumentException(
                    "a join has at most "
                            + Join.TERMS_MAX
                            + " parts, "
                            + Join.DEPTH_MAX
                            + " deep; this one has "
                            + terms
                            + ", "
                            + depth
                            + " deep");
        }
    }

    /** Runs when this holds, else is omitted. */
    public static JoinRule when(Join join) {
        return new JoinRule(List.of(new Case(join, Fate.RUN)), false);
    }

    /** What becomes of a node whose needs are seen so; empty while that is not sure. */
    public Optional<Fate> fate(Join.Seen seen) {
        boolean over = seen.all(Join.Unit.NODES).open() == 0;
        if (!early && !over) {
            return Optional.empty();
        }
        for (Case one : cases) {
            if (one.join().holds(seen) == Join.Truth.YES) {
                return Optional.of(one.fate());
            }
        }
        return over ? Optional.of(Fate.OMIT) : Optional.empty();
    }
}
