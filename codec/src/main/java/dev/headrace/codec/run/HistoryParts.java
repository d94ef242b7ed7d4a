package dev.headrace.codec.run;

import static dev.headrace.codec.run.Slots.INSTANT;
import static dev.headrace.codec.run.Slots.INTEGER;
import static dev.headrace.codec.run.Slots.NUMBER;
import static dev.headrace.codec.run.Slots.TEXT;
import static dev.headrace.codec.run.Slots.VALUE;

import dev.headrace.engine.run.Mailbox.Kept;
import dev.headrace.engine.run.RunEvent.HistoryWarned;
import dev.headrace.engine.run.RunEvent.RunContinued;

/** What concerns the length of the journal. */
final class HistoryParts {
    private HistoryParts() {}

    static final Parts<Kept> SIGNAL =
            Parts.of(
                    "signal",
                    Kept::new,
                    Member.of("id", TEXT, Kept::id),
                    Member.of("name", TEXT, Kept::name),
                    Member.of("payload", VALUE, Kept::payload),
                    Member.of("who", TEXT, Kept::who),
                    Member.of("at", INSTANT, Kept::at));

    static final Parts<HistoryWarned> HISTORY_WARNED =
            Parts.of(
                    "history-warned",
                    HistoryWarned::new,
                    Member.of("events", INTEGER, HistoryWarned::events),
                    Member.of("limit", INTEGER, HistoryWarned::limit));

    static final Parts<RunContinued> RUN_CONTINUED =
            Parts.of(
                    "run-continued",
                    RunContinued::new,
                    Member.of("start", EventParts.RUN_STARTED.slot(), RunContinued::start),
                    Member.of("epoch", NUMBER, RunContinued::epoch),
                    Member.of("generation", INTEGER, RunContinued::generation),
                    Member.of("base", NUMBER, RunContinued::base),
                    Member.of("earlier", NUMBER, RunContinued::earlier),
                    Member.of("attempts", INTEGER, RunContinued::attempts),
                    Member.list("signals", SIGNAL.slot(), RunContinued::signals),
                    Member.list("known", TEXT, RunContinued::known));
}
