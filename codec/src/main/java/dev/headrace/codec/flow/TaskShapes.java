package dev.headrace.codec.flow;

import dev.headrace.codec.json.JsonNumber;
import dev.headrace.spec.flow.Resources;
import dev.headrace.spec.flow.Retry;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/** What a task occupies, and when it is tried again. */
final class TaskShapes {
    private TaskShapes() {}

    static final TextShape<Duration> DURATION =
            new TextShape<>(
                    "a duration such as PT1.5S or PT2H",
                    "^-?PT(-?[0-9]+H)?(-?[0-9]+M)?(-?[0-9]+(\\.[0-9]+)?S)?$",
                    Duration::toString,
                    TaskShapes::duration);

    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(e);
        }
    }

    // ---------------------------------------------------------------- resources

    private static final Field<Resources, Long> MILLI_CPUS =
            Field.or(
                    (long) Resources.ONE_CPU.milliCpus(),
                    "milliCpus",
                    new NumberShape(0, Resources.MILLI_CPUS_MAX),
                    resources -> (long) resources.milliCpus(),
                    "Thousandths of a cpu");
    private static final Field<Resources, Long> MEMORY =
            Field.or(
                    0L,
                    "memoryBytes",
                    new NumberShape(0, JsonNumber.SAFE_MAX),
                    Resources::memoryBytes,
                    "0: not said");
    static final ObjectShape<Resources> RESOURCES =
            new ObjectShape<>(
                    "resources",
                    "What an attempt occupies while it runs",
                    Optional.empty(),
                    List.of(MILLI_CPUS, MEMORY),
                    read -> new Resources(Math.toIntExact(read.get(MILLI_CPUS)), read.get(MEMORY)));

    // ---------------------------------------------------------------- retry

    private static final Field<Retry, Long> RETRIES =
            Field.or(
                    (long) Retry.NONE.retries(),
                    "retries",
                    new NumberShape(0, Retry.RETRIES_MAX),
                    retry -> (long) retry.retries(),
                    "Further tries after the first");
    private static final Field<Retry, Duration> DELAY =
            Field.or(Retry.NONE.delay(), "delay", DURATION, Retry::delay, "Before the second try");
    private static final Field<Retry, Long> FACTOR =
            Field.or(
                    (long) Retry.NONE.factorPercent(),
                    "factorPercent",
                    new NumberShape(100, 10_000),
                    retry -> (long) retry.factorPercent(),
                    "By how much the delay grows from try to try; 200 doubles it");
    private static final Field<Retry, Duration> CAP =
            Field.or(Retry.NONE.cap(), "cap", DURATION, Retry::cap, "The longest delay");
    static final ObjectShape<Retry> RETRY =
            new ObjectShape<>(
                    "retry",
                    "When a failed task is tried again",
                    Optional.empty(),
                    List.of(RETRIES, DELAY, FACTOR, CAP),
                    read ->
                            new Retry(
                                    Math.toIntExact(read.get(RETRIES)),
                                    read.get(DELAY),
                                    Math.toIntExact(read.get(FACTOR)),
                                    read.get(CAP)));
}
