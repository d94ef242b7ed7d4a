package dev.headrace.engine.run;

import dev.headrace.spec.run.Value;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The part of its journal that a run stands on. What lies before it is not read any more.
 *
 * @param base the sequence number of its first event: 1, or that of the last {@link
 *     RunEvent.RunContinued}
 * @param earlier the base of the part before; 0 if there is none
 * @param events how many it has
 * @param warned whether it was said that they are getting many
 * @param next the arguments with which the run goes on afresh when its body is over
 */
public record History(
        long base,
        long earlier,
        int events,
        boolean warned,
        Optional<SequencedMap<String, Value>> next) {
    /** A run that has just started. */
    static final History FIRST = new History(1, 0, 1, false, Optional.empty());

    static History from(long base, long earlier) {
        return new History(base, earlier, 1, false, Optional.empty());
    }

    History grown() {
        return new History(base, earlier, events + 1, warned, next);
    }

    History saidSo() {
        return new History(base, earlier, events, true, next);
    }

    History thenWith(Optional<SequencedMap<String, Value>> arguments) {
        return new History(base, earlier, events, warned, arguments);
    }

    /** The sequence number that the next event will have. */
    long end() {
        return base + events;
    }
}
