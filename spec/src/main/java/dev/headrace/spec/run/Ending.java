package dev.headrace.spec.run;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What a worker says of an attempt that is over.
 *
 * @param seen keys of the children whose outcome the body looked at
 * @param artifacts what the attempt gave a name to
 * @param micros how long it ran, in microseconds
 * @param again the arguments with which the run is to go on in another generation, if its body said
 *     so; it has succeeded then
 */
public record Ending(
        Outcome outcome,
        List<String> seen,
        List<Named> artifacts,
        Instant started,
        long micros,
        Optional<Log> log,
        Optional<SequencedMap<String, Value>> again) {
    /** An artifact under its name; {@code value} is of the {@code stored} form. */
    public record Named(String name, Value value) {}

    /** What it wrote: a byte range of a file below the run's folder. */
    public record Log(String file, long from, long to) {}

    /** One after which nothing goes on. */
    public Ending(
            Outcome outcome,
            List<String> seen,
            List<Named> artifacts,
            Instant started,
            long micros,
            Optional<Log> log) {
        this(outcome, seen, artifacts, started, micros, log, Optional.empty());
    }

    public Ending {
        Objects.requireNonNull(outcome);
        Objects.requireNonNull(started);
        Objects.requireNonNull(log);
        seen = List.copyOf(seen);
        artifacts = List.copyOf(artifacts);
        again =
                again.map(arguments ->
                        Collections.unmodifiableSequencedMap(new LinkedHashMap<>(arguments)));
    }

    /** The same, begun at another time. */
    public Ending since(Instant other) {
        return new Ending(outcome, seen, artifacts, other, micros, log, again);
    }

    /** An end without a beginning or a trace. */
    public static Ending bare(Outcome outcome, Instant at) {
        return new Ending(outcome, List.of(), List.of(), at, 0, Optional.empty());
    }
}
