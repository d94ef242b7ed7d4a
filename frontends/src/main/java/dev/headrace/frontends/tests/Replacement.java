package dev.headrace.frontends.tests;

import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.Value;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** What stands for the work of a task in a test. */
public sealed interface Replacement {
    /** How many tries one of them may tell apart. */
    int TURNS_MAX = 10_000;

    /** It succeeds with this. */
    record Gives(Value value) implements Replacement {
        public Gives {
            Objects.requireNonNull(value);
        }
    }

    /** It fails so. */
    record Fails(Failure failure) implements Replacement {
        public Fails {
            Objects.requireNonNull(failure);
        }
    }

    /** Its worker is lost. */
    record Lost(String why) implements Replacement {
        public Lost {
            Objects.requireNonNull(why);
        }
    }

    /** It finds that there is nothing to do. */
    record Skips(String why) implements Replacement {
        public Skips {
            Objects.requireNonNull(why);
        }
    }

    /** It takes so much of the time of the test: over 0, at most 365 days. */
    record Takes(Duration time, Replacement then) implements Replacement {
        public static final Duration TIME_MAX = Duration.ofDays(365);

        public Takes {
            Objects.requireNonNull(then);
            if (!time.isPositive() || time.compareTo(TIME_MAX) > 0) {
                throw new IllegalArgumentException(
                        "a task takes over 0 and at most 365 days, not " + time);
            }
        }
    }

    /** Each try takes the next one; there must be enough of them. */
    record InTurn(List<Replacement> turns) implements Replacement {
        public InTurn {
            turns = List.copyOf(turns);
            if (turns.isEmpty() || turns.size() > TURNS_MAX) {
                throw new IllegalArgumentException(
                        "in_turn has 1.." + TURNS_MAX + " of them, not " + turns.size());
            }
        }
    }

    /**
     * It comes to what it came to in an earlier run.
     *
     * @param run its id, or the path of its document
     */
    record Recorded(String run) implements Replacement {
        public Recorded {
            Objects.requireNonNull(run);
        }
    }

    /** The process that holds the test is asked each time. */
    record Asked() implements Replacement {}
}
