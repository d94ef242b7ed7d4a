package dev.headrace.spec.flow;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * A statement about what the needs of a node came to. While some of them are open it may hold, not
 * hold, or not be known yet.
 */
public sealed interface Join {
    /** Parts within parts. */
    int TERMS_MAX = 1_000;

    /** Parts in one another. */
    int DEPTH_MAX = 32;

    /** Whether it holds, as far as is known. */
    enum Truth {
        YES,
        NO,
        NOT_YET;

        static Truth of(boolean holds) {
            return holds ? YES : NO;
        }

        Truth opposite() {
            return switch (this) {
                case YES -> NO;
                case NO -> YES;
                case NOT_YET -> NOT_YET;
            };
        }
    }

    /** What is counted. */
    enum Unit {
        /** Each need once. */
        NODES,
        /** A ForEach once for each of its items; anything else once. */
        ITEMS
    }

    /** What is known of the needs. */
    interface Seen {
        /** Of all needs together. */
        Counts all(Unit unit);

        /** Of one of them. */
        Counts of(String need, Unit unit);
    }

    /** At once, whatever becomes of them. */
    record Always() implements Join {}

    /** All of them are over. */
    record Done() implements Join {}

    /** This one came to one of these. */
    record Is(String need, Set<Result> among) implements Join {
        public Is {
            Objects.requireNonNull(need);
            among = results(among);
        }
    }

    /**
     * So many came to one of these.
     *
     * @param of which needs are counted; none: all of them
     */
    record Count(SequencedSet<String> of, Set<Result> among, Bound bound, Unit unit)
            implements Join {
        public Count {
            of = Collections.unmodifiableSequencedSet(new TreeSet<>(of));
            among = results(among);
            Objects.requireNonNull(bound);
            Objects.requireNonNull(unit);
        }

        /** Of all needs. */
        public static Count of(Set<Result> among, Bound bound, Unit unit) {
            return new Count(Collections.emptySortedSet(), among, bound, unit);
        }
    }

    record All(List<Join> parts) implements Join {
        public All {
            parts = List.copyOf(parts);
        }
    }

    record Any(List<Join> parts) implements Join {
        public Any {
            parts = List.copyOf(parts);
        }
    }

    record Not(Join part) implements Join {
        public Not {
            Objects.requireNonNull(part);
        }
    }

    /** How many. */
    sealed interface Bound {
        record AtLeast(int n) implements Bound {
            public AtLeast {
                if (n < 1) {
                    throw new IllegalArgumentException("at least " + n + " is no bound");
                }
            }
        }

        /** All of them; of none, that is so. */
        record Every() implements Bound {}

        /** At least so many of a hundred. */
        record Percent(int n) implements Bound {
            public Percent {
                if (n < 1 || n > 100) {
                    throw new IllegalArgumentException("a percentage is 1..100, not " + n);
                }
            }
        }
    }

    /** Whether it holds. */
    default Truth holds(Seen seen) {
        return switch (this) {
            case Always _ -> Truth.YES;
            case Done _ -> seen.all(Unit.NODES).open() == 0 ? Truth.YES : Truth.NOT_YET;
            case Is(var need, var among) -> is(seen.of(need, Unit.NODES), among);
            case Count(var of, var among, var bound, var unit) -> {
                Counts counts = of.isEmpty() ? seen.all(unit) : Counts.NONE;
                for (String need : of) {
                    counts = counts.plus(seen.of(need, unit));
                }
                yield counted(counts, among, bound);
            }
            case All(var parts) -> together(parts, seen, Truth.NO);
            case Any(var parts) -> together(parts, seen, Truth.YES);
            case Not(var part) -> part.holds(seen).opposite();
        };
    }

    /** One part of which that is true settles it; else the opposite, once all are known. */
    private static Truth together(List<Join> parts, Seen seen, Truth settling) {
        Truth together = settling.opposite();
        for (Join part : parts) {
            Truth one = part.holds(seen);
            if (one == settling) {
                return settling;
            }
            together = one == Truth.NOT_YET ? one : together;
        }
        return together;
    }

    private static Truth is(Counts one, Set<Result> among) {
        if (one.open() > 0) {
            return Truth.NOT_YET;
        }
        return Truth.of(one.among(among) > 0);
    }

    private static Truth counted(Counts counts, Set<Result> among, Bound bound) {
        int in = counts.among(among);
        int open = counts.open();
        return switch (bound) {
            case Bound.AtLeast(int n) -> {
                if (in >= n) {
                    yield Truth.YES;
                }
                yield in + open < n ? Truth.NO : Truth.NOT_YET;
            }
            case Bound.Every _ -> {
                if (counts.settled() > in) {
                    yield Truth.NO;
                }
                yield open == 0 ? Truth.YES : Truth.NOT_YET;
            }
            case Bound.Percent(int n) -> {
                if (open == Counts.UNKNOWN) {
                    yield Truth.NOT_YET;
                }
                long wanted = (long) n * (counts.settled() + open);
                if (100L * in >= wanted) {
                    yield Truth.YES;
                }
                yield 100L * (in + open) < wanted ? Truth.NO : Truth.NOT_YET;
            }
        };
    }

    /** How many parts it has, itself included. */
    default int terms() {
        return switch (this) {
            case Always _, Done _, Is _ -> 1;
            case Count count -> Math.max(1, count.of().size());
            case All(var parts) -> 1 + parts.stream().mapToInt(Join::terms).sum();
            case Any(var parts) -> 1 + parts.stream().mapToInt(Join::terms).sum();
            case Not(var part) -> 1 + part.terms();
        };
    }

    /** How deep it is, itself included. */
    default int depth() {
        return switch (this) {
            case Always _, Done _, Is _, Count _ -> 1;
            case All(var parts) -> 1 + parts.stream().mapToInt(Join::depth).max().orElse(0);
            case Any(var parts) -> 1 + parts.stream().mapToInt(Join::depth).max().orElse(0);
            case Not(var part) -> 1 + part.depth();
        };
    }

    /** The needs that it names. */
    default SequencedSet<String> names() {
        SequencedSet<String> names = new TreeSet<>();
        switch (this) {
            case Always _, Done _ -> {}
            case Is is -> names.add(is.need());
            case Count count -> names.addAll(count.of());
            case All(var parts) -> parts.forEach(part -> names.addAll(part.names()));
            case Any(var parts) -> parts.forEach(part -> names.addAll(part.names()));
            case Not(var part) -> names.addAll(part.names());
        }
        return names;
    }

    private static Set<Result> results(Set<Result> given) {
        if (given.isEmpty()) {
            throw new IllegalArgumentException("among no result at all");
        }
        return Collections.unmodifiableSet(EnumSet.copyOf(given));
    }
}
