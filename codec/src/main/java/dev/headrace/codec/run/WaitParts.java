package dev.headrace.codec.run;

import static dev.headrace.codec.run.Slots.BOOL;
import static dev.headrace.codec.run.Slots.INSTANT;
import static dev.headrace.codec.run.Slots.PATH;
import static dev.headrace.codec.run.Slots.TEXT;
import static dev.headrace.codec.run.Slots.VALUE;

import dev.headrace.codec.flow.AwaitedCodec;
import dev.headrace.engine.run.RunEvent.ApprovalGiven;
import dev.headrace.engine.run.RunEvent.SignalReceived;
import dev.headrace.engine.run.RunEvent.SignalTaken;
import dev.headrace.engine.run.RunEvent.WaitBegan;
import dev.headrace.engine.run.RunEvent.WaitEnded;
import dev.headrace.spec.run.Awaited;

/** Waits, and what ends them. */
final class WaitParts {
    private WaitParts() {}

    static final Slot<Awaited> AWAITED =
            new Slot<>(
                    "what a wait is for, as in flows",
                    (out, awaited) -> out.raw(AwaitedCodec.write(awaited)),
                    in -> AwaitedCodec.read(in.raw()));

    static final Parts<WaitBegan> WAIT_BEGAN =
            Parts.of(
                    "wait-began",
                    WaitBegan::new,
                    Member.of("node", PATH, WaitBegan::node),
                    Member.of("at", INSTANT, WaitBegan::at),
                    Member.maybe("due", INSTANT, WaitBegan::due));
    static final Parts<WaitEnded> WAIT_ENDED =
            Parts.of(
                    "wait-ended",
                    WaitEnded::new,
                    Member.of("node", PATH, WaitEnded::node),
                    Member.of("value", VALUE, WaitEnded::value));
    static final Parts<SignalReceived> SIGNAL_RECEIVED =
            Parts.of(
                    "signal-received",
                    SignalReceived::new,
                    Member.of("id", TEXT, SignalReceived::id),
                    Member.of("name", TEXT, SignalReceived::name),
                    Member.of("payload", VALUE, SignalReceived::payload),
                    Member.of("who", TEXT, SignalReceived::who),
                    Member.of("at", INSTANT, SignalReceived::at));
    static final Parts<SignalTaken> SIGNAL_TAKEN =
            Parts.of(
                    "signal-taken",
                    SignalTaken::new,
                    Member.of("node", PATH, SignalTaken::node),
                    Member.of("signal", TEXT, SignalTaken::signal));
    static final Parts<ApprovalGiven> APPROVAL_GIVEN =
            Parts.of(
                    "approval-given",
                    ApprovalGiven::new,
                    Member.of("node", PATH, ApprovalGiven::node),
                    Member.of("approved", BOOL, ApprovalGiven::approved),
                    Member.of("who", TEXT, ApprovalGiven::who),
                    Member.or("", "why", TEXT, ApprovalGiven::why));
}
