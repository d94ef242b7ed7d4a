package dev.headrace.codec.run;

import static dev.headrace.codec.run.Slots.INTEGER;
import static dev.headrace.codec.run.Slots.TEXT;
import static dev.headrace.codec.run.Slots.VALUE;

import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.Failure.Frame;

/** What went wrong. */
final class FailureParts {
    private FailureParts() {}

    static final Slot<Failure.Kind> KIND = Slots.word(Failure.Kind.values(), FailureParts::word);

    private static String word(Failure.Kind kind) {
        return switch (kind) {
            case USER -> "user";
            case CRASH -> "crash";
            case TIMEOUT -> "timeout";
            case MEMORY -> "memory";
            case VALUE -> "value";
            case STORE -> "store";
            case INPUT -> "input";
            case UPSTREAM -> "upstream";
            case UNSEEN -> "unseen";
            case DIVERGED -> "diverged";
            case LIMIT -> "limit";
            case CAPACITY -> "capacity";
            case CANCELLED -> "cancelled";
            case LOST -> "lost";
            case ENGINE -> "engine";
        };
    }

    static final Parts<Frame> FRAME =
            Parts.of(
                    "frame",
                    Frame::new,
                    Member.of("file", TEXT, Frame::file),
                    Member.of("line", INTEGER, Frame::line),
                    Member.of("function", TEXT, Frame::function),
                    Member.or("", "source", TEXT, Frame::source));

    static final Parts<Failure> FAILURE =
            Parts.of(
                    "failure",
                    Failure::new,
                    Member.of("kind", KIND, Failure::kind),
                    Member.of("type", TEXT, Failure::type),
                    Member.or("", "message", TEXT, Failure::message),
                    Member.maybe("place", TEXT, Failure::place),
                    Member.list("frames", FRAME.slot(), Failure::frames),
                    Member.or("", "traceback", TEXT, Failure::traceback),
                    Member.maybe("exception", VALUE, Failure::exception),
                    Member.maybe("cause", VALUE, Failure::cause),
                    Member.list("types", TEXT, Failure::types));
}
