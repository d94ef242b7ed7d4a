package dev.headrace.frontends.tests;

import dev.headrace.spec.run.Awaited;
import dev.headrace.spec.run.Value;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;

/**
 * What is said to those who wait.
 *
 * @param place where the test says so
 * @param waiter the name of the signal, or the path or name of the approval
 * @param turns the first wait gets the first of them
 * @param again whether the last one is for all further waits too
 */
public record Reply(String place, String waiter, List<Turn> turns, boolean again) {
    public static final String BY = "the test";

    public Reply {
        Objects.requireNonNull(place);
        Objects.requireNonNull(waiter);
        turns = List.copyOf(turns);
        if (turns.isEmpty() || turns.size() > Replacement.TURNS_MAX) {
            throw new IllegalArgumentException(
                    "in_turn has 1.." + Replacement.TURNS_MAX + " of them, not " + turns.size());
        }
    }

    /**
     * One of them.
     *
     * @param after how long after the wait began: 0 to 365 days
     */
    public record Turn(Duration after, What what) {
        public Turn {
            Objects.requireNonNull(what);
            if (after.isNegative() || after.compareTo(Awaited.TIME_MAX) > 0) {
                throw new IllegalArgumentException(
                        "an answer comes after 0 to 365 days, not " + after);
            }
        }
    }

    /** What is said. */
    public sealed interface What {
        /** The signal is sent, with this. */
        record Sent(Value data) implements What {
            public Sent {
                Objects.requireNonNull(data);
            }
        }

        /** Somebody says yes or no. */
        record Said(boolean approved, SequencedMap<String, Value> answers, String by, String why)
                implements What {
            public Said {
                answers = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(answers));
                Objects.requireNonNull(by);
                Objects.requireNonNull(why);
            }
        }
    }
}
