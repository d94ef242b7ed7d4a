package dev.headrace.codec.run;

import static dev.headrace.codec.run.Slots.DURATION;
import static dev.headrace.codec.run.Slots.INTEGER;
import static dev.headrace.codec.run.Slots.NUMBER;
import static dev.headrace.codec.run.Slots.PATH;
import static dev.headrace.codec.run.Slots.TEXT;
import static dev.headrace.codec.run.Slots.VALUE;

import dev.headrace.spec.run.Argument;
import dev.headrace.spec.run.Argument.Spread;
import dev.headrace.spec.run.Call;
import dev.headrace.spec.run.FailureSet;
import dev.headrace.spec.run.Tuning;
import dev.headrace.spec.run.Tuning.Retrying;

/** Calls of running bodies. */
final class CallParts {
    private CallParts() {}

    private static final Slot<Spread> SPREAD = Slots.word(Spread.values(), CallParts::word);

    private static String word(Spread spread) {
        return switch (spread) {
            case NAMED -> "named";
            case LIST -> "list";
            case OBJECT -> "object";
        };
    }

    static final Parts<Argument> ARGUMENT =
            Parts.of(
                    "argument",
                    Argument::new,
                    Member.of("name", TEXT, Argument::name),
                    Member.of("value", VALUE, Argument::value),
                    Member.list("holes", PATH, Argument::holes),
                    Member.or(Spread.NAMED, "spread", SPREAD, Argument::spread),
                    Member.list("fields", TEXT, Argument::fields));

    private static final Slot<FailureSet> FAILURES =
            new Slot<>(
                    "[text]",
                    (out, set) -> Slots.list(TEXT).write(out, set.names()),
                    in -> new FailureSet(Slots.list(TEXT).read(in)));

    static final Parts<Retrying> RETRYING =
            Parts.of(
                    "retrying",
                    Retrying::new,
                    Member.maybe("cap", DURATION, Retrying::cap),
                    Member.maybe("jitterPercent", INTEGER, Retrying::jitterPercent),
                    Member.maybe("within", DURATION, Retrying::within),
                    Member.maybe("on", FAILURES, Retrying::on),
                    Member.maybe("never", FAILURES, Retrying::never),
                    Member.maybe("when", TEXT, Retrying::when),
                    Member.maybe("losses", INTEGER, Retrying::losses));

    static final Parts<Tuning> TUNING =
            Parts.of(
                    "tuning",
                    Tuning::new,
                    Member.maybe("retries", INTEGER, Tuning::retries),
                    Member.maybe("retryDelay", DURATION, Tuning::retryDelay),
                    Member.maybe("timeout", DURATION, Tuning::timeout),
                    Member.maybe("milliCpus", INTEGER, Tuning::milliCpus),
                    Member.maybe("retryFactorPercent", INTEGER, Tuning::retryFactorPercent),
                    Member.maybe("memoryBytes", NUMBER, Tuning::memoryBytes),
                    Member.or(Retrying.NONE, "retrying", RETRYING.slot(), Tuning::retrying),
                    Member.maybe("cache", CacheParts.POLICY.slot(), Tuning::cache));

    static final Parts<Call> CALL =
            Parts.of(
                    "call",
                    Call::new,
                    Member.of("key", TEXT, Call::key),
                    Member.of("template", TEXT, Call::template),
                    Member.list("inputs", ARGUMENT.slot(), Call::inputs),
                    Member.of("digest", TEXT, Call::digest),
                    Member.of("code", TEXT, Call::code),
                    Member.of("place", TEXT, Call::place),
                    Member.or(Tuning.NONE, "tuning", TUNING.slot(), Call::tuning),
                    Member.maybe("awaited", WaitParts.AWAITED, Call::awaited));
}
