package dev.headrace.codec.flow;

import dev.headrace.codec.json.JsonNumber;
import dev.headrace.spec.flow.Expr;
import dev.headrace.spec.flow.Resources;
import dev.headrace.spec.flow.Retry;
import dev.headrace.spec.run.CachePolicy;
import dev.headrace.spec.run.FailureSet;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

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

    // ---------------------------------------------------------------- cache

    private static final Field<CachePolicy, Optional<Duration>> EXPIRY =
            Field.maybe(
                    "expiry",
                    DURATION,
                    CachePolicy::expiry,
                    "How old a result may be that is taken; any age if not said");
    private static final Field<CachePolicy, String> SALT =
            Field.or("", "salt", TextShape.ANY, CachePolicy::salt, "Counts like an input");
    private static final Field<CachePolicy, List<String>> IGNORE =
            Field.or(
                    List.of(),
                    "ignore",
                    new ListShape<>(TextShape.ANY),
                    policy -> List.copyOf(policy.ignore()),
                    "Names of inputs that do not count");
    private static final Field<CachePolicy, String> CODE =
            Field.or(
                    "",
                    "code",
                    TextShape.ANY,
                    CachePolicy::code,
                    "Digest of its code, and of what that calls in the project");
    static final ObjectShape<CachePolicy> CACHE =
            new ObjectShape<>(
                    "cache",
                    "When its result may be taken from an earlier run",
                    Optional.empty(),
                    List.of(EXPIRY, SALT, IGNORE, CODE),
                    read ->
                            new CachePolicy(
                                    read.get(EXPIRY),
                                    read.get(SALT),
                                    new TreeSet<>(read.get(IGNORE)),
                                    read.get(CODE)));

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
    private static final Field<Retry, Long> JITTER =
            Field.or(
                    (long) Retry.JITTER_PERCENT,
                    "jitterPercent",
                    new NumberShape(0, 100),
                    retry -> (long) retry.jitterPercent(),
                    "How much of a delay may be added to it");
    private static final Field<Retry, Optional<Duration>> WITHIN =
            Field.maybe(
                    "within",
                    DURATION,
                    Retry::within,
                    "No try begins later than this after the first one began");
    private static final Field<Retry, List<String>> ON =
            Field.or(
                    List.of(),
                    "on",
                    new ListShape<>(TextShape.ANY),
                    retry -> retry.worth().on().names(),
                    "Kinds and types of failures that are worth a retry; all that may pass, where"
                            + " there is none");
    private static final Field<Retry, List<String>> NEVER =
            Field.or(
                    List.of(),
                    "never",
                    new ListShape<>(TextShape.ANY),
                    retry -> retry.worth().never().names(),
                    "Kinds and types of failures that are not");
    private static final Field<Retry, Optional<Expr>> RETRY_WHEN =
            Field.maybe(
                    "when",
                    RuleShapes.EXPR,
                    retry -> retry.worth().when(),
                    "A condition on error and attempt");
    private static final Field<Retry, Long> LOSSES =
            Field.or(
                    (long) Retry.LOSSES,
                    "losses",
                    new NumberShape(0, Retry.LOSSES_MAX),
                    retry -> (long) retry.losses(),
                    "How often its worker may be lost");
    static final ObjectShape<Retry> RETRY =
            new ObjectShape<>(
                    "retry",
                    "When a failed task is tried again",
                    Optional.empty(),
                    List.of(
                            RETRIES,
                            DELAY,
                            FACTOR,
                            CAP,
                            JITTER,
                            WITHIN,
                            ON,
                            NEVER,
                            RETRY_WHEN,
                            LOSSES),
                    read ->
                            new Retry(
                                    Math.toIntExact(read.get(RETRIES)),
                                    read.get(DELAY),
                                    Math.toIntExact(read.get(FACTOR)),
                                    read.get(CAP),
                                    Math.toIntExact(read.get(JITTER)),
                                    read.get(WITHIN),
                                    new Retry.Worth(
                                            new FailureSet(read.get(ON)),
                                            new FailureSet(read.get(NEVER)),
                                            read.get(RETRY_WHEN)),
                                    Math.toIntExact(read.get(LOSSES))));
}
