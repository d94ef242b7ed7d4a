package dev.headrace.codec.flow;

import dev.headrace.spec.flow.ForEach;
import dev.headrace.spec.flow.Tolerance;
import java.util.List;
import java.util.Optional;

/** How many items of a foreach have to succeed. */
final class ToleranceShapes {
    private ToleranceShapes() {}

    private static final Field<Tolerance.AtMost, Long> AT_MOST_N =
            Field.of(
                    "n",
                    new NumberShape(0, ForEach.ITEMS_MAX),
                    tolerance -> (long) tolerance.n(),
                    "How many");
    private static final ObjectShape<Tolerance.AtMost> AT_MOST =
            new ObjectShape<>(
                    "tolerance-at-most",
                    "So many items may fail",
                    Optional.of("at_most"),
                    List.of(AT_MOST_N),
                    read -> new Tolerance.AtMost(Math.toIntExact(read.get(AT_MOST_N))));
    private static final Field<Tolerance.Percent, Long> PERCENT_N =
            Field.of(
                    "n",
                    new NumberShape(1, 100),
                    tolerance -> (long) tolerance.n(),
                    "Of a hundred");
    private static final ObjectShape<Tolerance.Percent> PERCENT =
            new ObjectShape<>(
                    "tolerance-percent",
                    "So many of a hundred items may fail",
                    Optional.of("percent"),
                    List.of(PERCENT_N),
                    read -> new Tolerance.Percent(Math.toIntExact(read.get(PERCENT_N))));
    private static final Field<Tolerance.Enough, Long> ENOUGH_N =
            Field.of(
                    "n",
                    new NumberShape(1, ForEach.ITEMS_MAX),
                    tolerance -> (long) tolerance.n(),
                    "How many");
    private static final ObjectShape<Tolerance.Enough> ENOUGH =
            new ObjectShape<>(
                    "tolerance-enough",
                    "So many successes are enough; the other items are stopped then",
                    Optional.of("enough"),
                    List.of(ENOUGH_N),
                    read -> new Tolerance.Enough(Math.toIntExact(read.get(ENOUGH_N))));
    static final KindShape<Tolerance> TOLERANCE =
            new KindShape<>(
                    "tolerance",
                    () -> List.of(AT_MOST, PERCENT, ENOUGH),
                    tolerance ->
                            switch (tolerance) {
                                case Tolerance.AtMost _ -> AT_MOST;
                                case Tolerance.Percent _ -> PERCENT;
                                case Tolerance.Enough _ -> ENOUGH;
                            });
}
