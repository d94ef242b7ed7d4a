package dev.headrace.spec.flow;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Runs a call round after round. Only the last round is kept; its result is that of the call.
 *
 * @param until asked after each round, of its result; without it there are exactly {@code max}
 *     rounds
 * @param max how many rounds at most; the call fails when the condition does not hold even then
 * @param next what is given to a further round; the rest stays as it was in the round before
 */
public record Repeat(Optional<Expr> until, int max, SequencedMap<String, Input> next) {
    public static final int ROUNDS_MAX = 1_000_000;

    public Repeat {
        Objects.requireNonNull(until);
        if (max < 1 || max > ROUNDS_MAX) {
            throw new IllegalArgumentException(
                    "a call is repeated 1.." + ROUNDS_MAX + " times, not " + max);
        }
        next = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(next));
    }
}
