package dev.headrace.codec.run;

import static dev.headrace.codec.run.Slots.INSTANT;
import static dev.headrace.codec.run.Slots.NUMBER;
import static dev.headrace.codec.run.Slots.PATH;
import static dev.headrace.codec.run.Slots.TEXT;
import static dev.headrace.codec.run.Slots.VALUE;

import dev.headrace.spec.run.Ending;
import dev.headrace.spec.run.Ending.Log;
import dev.headrace.spec.run.Ending.Named;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Outcome.Skipped.Reason;
import java.util.List;
import tools.jackson.core.JsonToken;

/** How an attempt came out. */
final class EndingParts {
    private EndingParts() {}

    static final Slot<Reason> SKIP_REASON = Slots.word(Reason.values(), EndingParts::word);

    private static String word(Reason reason) {
        return switch (reason) {
            case NEED -> "need";
            case SPREAD -> "spread";
            case CONDITION -> "condition";
            case SELF -> "self";
            case EMPTY -> "empty";
            case HAND -> "hand";
            case LIMIT -> "limit";
        };
    }

    static final Slot<Outcome> OUTCOME =
            new Slot<>(
                    "{ok: value} \\| {failed: failure} \\| {cancelled: why} \\| {lost: why} \\|"
                            + " {skipped: path, reason: reason, why: text}",
                    EndingParts::write,
                    EndingParts::read);

    private static void write(Out out, Outcome outcome) {
        out.open('{');
        switch (outcome) {
            case Outcome.Succeeded(var value) -> member(out, "ok", VALUE, value);
            case Outcome.Failed(var failure) ->
                    member(out, "failed", FailureParts.FAILURE.slot(), failure);
            case Outcome.Cancelled(var why) -> member(out, "cancelled", TEXT, why);
            case Outcome.Lost(var why) -> member(out, "lost", TEXT, why);
            case Outcome.Skipped(var because, var reason, var why) -> {
                member(out, "skipped", PATH, because);
                if (reason != Reason.NEED) {
                    member(out, "reason", SKIP_REASON, reason);
                }
                if (!why.isEmpty()) {
                    member(out, "why", TEXT, why);
                }
            }
        }
        out.close('}');
    }

    private static <T> void member(Out out, String name, Slot<T> slot, T value) {
        out.name(name);
        slot.write(out, value);
    }

    private static Outcome read(In in) {
        in.open(JsonToken.START_OBJECT);
        if (!in.next()) {
            throw UnreadableJournal.damaged("an outcome is empty");
        }
        String word = in.name();
        Outcome outcome =
                switch (word) {
                    case "ok" -> new Outcome.Succeeded(VALUE.read(in));
                    case "failed" -> new Outcome.Failed(FailureParts.FAILURE.slot().read(in));
                    case "cancelled" -> new Outcome.Cancelled(in.text());
                    case "lost" -> new Outcome.Lost(in.text());
                    case "skipped" -> new Outcome.Skipped(PATH.read(in));
                    default ->
                            throw UnreadableJournal.newer(
                                    "the outcome '" + word + "' is not known");
                };
        boolean more = in.next();
        while (more && outcome instanceof Outcome.Skipped(var because, var reason, var why)) {
            outcome =
                    switch (in.name()) {
                        case "reason" -> new Outcome.Skipped(because, SKIP_REASON.read(in), why);
                        case "why" -> new Outcome.Skipped(because, reason, TEXT.read(in));
                        default -> throw UnreadableJournal.damaged("an outcome is two");
                    };
            more = in.next();
        }
        if (more) {
            throw UnreadableJournal.damaged("an outcome is two");
        }
        return outcome;
    }

    static final Parts<Named> ARTIFACT =
            Parts.of(
                    "artifact",
                    Named::new,
                    Member.of("name", TEXT, Named::name),
                    Member.of("value", VALUE, Named::value));

    private static final Parts<Log> LOG =
            Parts.of(
                    "log",
                    Log::new,
                    Member.of("file", TEXT, Log::file),
                    Member.or(0L, "from", NUMBER, Log::from),
                    Member.of("to", NUMBER, Log::to));

    static final Parts<Ending> ENDING =
            Parts.of(
                    "ending",
                    Ending::new,
                    Member.of("outcome", OUTCOME, Ending::outcome),
                    Member.list("seen", TEXT, Ending::seen),
                    Member.list("artifacts", ARTIFACT.slot(), Ending::artifacts),
                    Member.of("started", INSTANT, Ending::started),
                    Member.or(0L, "micros", NUMBER, Ending::micros),
                    Member.maybe("log", LOG.slot(), Ending::log),
                    Member.maybe("again", Slots.map(VALUE), Ending::again));

    /** All that is called by name in the tables above. */
    static final List<Parts<?>> ALL =
            List.of(ENDING, ARTIFACT, LOG, FailureParts.FAILURE, FailureParts.FRAME);
}
