package dev.headrace.codec.flow;

import dev.headrace.spec.flow.Wait;
import dev.headrace.spec.run.Awaited;
import dev.headrace.spec.run.Awaited.Limit;
import dev.headrace.spec.run.Form;
import dev.headrace.spec.run.Value;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is waited for. */
final class WaitShapes {
    private WaitShapes() {}

    private static final TextShape<Instant> INSTANT =
            new TextShape<>(
                    "a moment such as 2026-12-01T09:00:00Z",
                    "^[0-9]{4}-.*Z$",
                    Instant::toString,
                    WaitShapes::instant);

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static final Field<Limit, Optional<Duration>> LIMIT_TIME =
            Field.maybe("time", TaskShapes.DURATION, Limit::time, "How long at most");
    private static final Field<Limit, Limit.Then> LIMIT_THEN =
            Field.or(
                    Limit.Then.FAIL,
                    "then",
                    RuleShapes.word(Limit.Then.values()),
                    Limit::then,
                    "What becomes of the wait when its time is over");
    private static final ObjectShape<Limit> LIMIT =
            new ObjectShape<>(
                    "limit",
                    "How long something is waited for",
                    Optional.empty(),
                    List.of(LIMIT_TIME, LIMIT_THEN),
                    read -> new Limit(read.get(LIMIT_TIME), read.get(LIMIT_THEN)));

    private static final Field<Awaited.After, Duration> AFTER_TIME =
            Field.of("time", TaskShapes.DURATION, Awaited.After::time, "From its beginning on");
    private static final ObjectShape<Awaited.After> AFTER =
            new ObjectShape<>(
                    "await-time",
                    "So much time",
                    Optional.of("after"),
                    List.of(AFTER_TIME),
                    read -> new Awaited.After(read.get(AFTER_TIME)));

    private static final Field<Awaited.Until, Instant> UNTIL_MOMENT =
            Field.of("moment", INSTANT, Awaited.Until::moment, "");
    private static final ObjectShape<Awaited.Until> UNTIL =
            new ObjectShape<>(
                    "await-moment",
                    "A moment",
                    Optional.of("until"),
                    List.of(UNTIL_MOMENT),
                    read -> new Awaited.Until(read.get(UNTIL_MOMENT)));

    private static final Field<Awaited.Signal, String> SIGNAL_NAME =
            Field.of("name", TextShape.ANY, Awaited.Signal::name, "");
    private static final Field<Awaited.Signal, Limit> SIGNAL_LIMIT =
            Field.or(Limit.NONE, "limit", LIMIT, Awaited.Signal::limit, "How long at most");
    private static final ObjectShape<Awaited.Signal> SIGNAL =
            new ObjectShape<>(
                    "await-signal",
                    "A signal of this name; what is sent along is the result",
                    Optional.of("signal"),
                    List.of(SIGNAL_NAME, SIGNAL_LIMIT),
                    read -> new Awaited.Signal(read.get(SIGNAL_NAME), read.get(SIGNAL_LIMIT)));

    private static final Field<Form.Field, String> FIELD_NAME =
            Field.of("name", TextShape.ANY, Form.Field::name, "");
    private static final Field<Form.Field, Form.Type> FIELD_TYPE =
            Field.of("type", RuleShapes.word(Form.Type.values()), Form.Field::type, "");
    private static final Field<Form.Field, Optional<Value>> FIELD_DEFAULT =
            Field.maybe(
                    "default",
                    new ValueShape(),
                    Form.Field::fallback,
                    "What it is when it is not given; without one it must be");
    private static final ObjectShape<Form.Field> FIELD =
            new ObjectShape<>(
                    "form-field",
                    "A field of a form",
                    Optional.empty(),
                    List.of(FIELD_NAME, FIELD_TYPE, FIELD_DEFAULT),
                    read ->
                            new Form.Field(
                                    read.get(FIELD_NAME),
                                    read.get(FIELD_TYPE),
                                    read.get(FIELD_DEFAULT)));

    private static final Field<Awaited.Approval, String> QUESTION =
            Field.or(
                    "",
                    "question",
                    TextShape.ANY,
                    approval -> approval.form().question(),
                    "For people");
    private static final Field<Awaited.Approval, List<Form.Field>> FIELDS =
            Field.or(
                    List.of(),
                    "fields",
                    new ListShape<>(FIELD),
                    approval -> approval.form().fields(),
                    "What is to be filled in");
    private static final Field<Awaited.Approval, Boolean> STRICT =
            Field.or(
                    false,
                    "strict",
                    new BoolShape(),
                    Awaited.Approval::strict,
                    "Whether a rejection is a failure");
    private static final Field<Awaited.Approval, Limit> APPROVAL_LIMIT =
            Field.or(Limit.NONE, "limit", LIMIT, Awaited.Approval::limit, "How long at most");
    private static final ObjectShape<Awaited.Approval> APPROVAL =
            new ObjectShape<>(
                    "await-approval",
                    "Somebody's approval; approved, by, why and the fields are the result",
                    Optional.of("approval"),
                    List.of(QUESTION, FIELDS, STRICT, APPROVAL_LIMIT),
                    read ->
                            new Awaited.Approval(
                                    new Form(read.get(QUESTION), read.get(FIELDS)),
                                    read.get(STRICT),
                                    read.get(APPROVAL_LIMIT)));

    static final KindShape<Awaited> AWAITED =
            new KindShape<>(
                    "awaited",
                    () -> List.of(AFTER, UNTIL, SIGNAL, APPROVAL),
                    awaited ->
                            switch (awaited) {
                                case Awaited.After _ -> AFTER;
                                case Awaited.Until _ -> UNTIL;
                                case Awaited.Signal _ -> SIGNAL;
                                case Awaited.Approval _ -> APPROVAL;
                            });

    private static final Field<Wait, Awaited> FOR = Field.of("for", AWAITED, Wait::what, "");
    static final ObjectShape<Wait> WAIT =
            new ObjectShape<>(
                    "wait",
                    "A node that does nothing until something is so",
                    Optional.of("wait"),
                    List.of(FOR),
                    read -> new Wait(read.get(FOR)));
}
