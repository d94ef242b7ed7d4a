package dev.headrace.spi.worker;

import dev.headrace.spec.flow.Resources;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.Call;
import dev.headrace.spec.run.Ending;
import dev.headrace.spec.run.RunId;
import dev.headrace.spec.run.Value;
import dev.headrace.spec.run.WaitLimit;
import dev.headrace.spec.run.WorkerId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a worker says. May come late, twice, or never. */
public sealed interface Report {
    /** It is there, with so much to offer. */
    record Joined(WorkerId worker, Resources offer) implements Report {}

    /** It is gone, and with it all that it ran. */
    record Left(WorkerId worker, String why) implements Report {}

    record Started(RunId run, AttemptId attempt, Instant at) implements Report {}

    /**
     * A body calls tasks, and perhaps waits.
     *
     * @param await the keys whose outcome it waits for; it does nothing until the answer
     */
    record Asked(RunId run, AttemptId body, List<Call> calls, Optional<Await> await)
            implements Report {
        public Asked {
            calls = List.copyOf(calls);
        }
    }

    /** A body wants these calls of its own no more. */
    record CallsCancelled(RunId run, AttemptId body, List<String> keys) implements Report {
        public CallsCancelled {
            keys = List.copyOf(keys);
        }
    }

    /** A body wants to be told when these calls of its own are over, and goes on meanwhile. */
    record Watching(RunId run, AttemptId body, List<String> keys) implements Report {
        public Watching {
            keys = List.copyOf(keys);
        }
    }

    /**
     * All in a body wait for what it watches; it does nothing until the answer.
     *
     * @param nth which of its rests this is, from 1 in each attempt
     * @param heard of how many calls that it watches it has been told
     */
    record Rests(RunId run, AttemptId body, int nth, int heard) implements Report {}

    /**
     * Somebody in a body that rests could go on; it waits for the answer.
     *
     * @param nth the rest that this ends
     * @param lapsed the wait that is over in vain, if that is why
     */
    record Roused(RunId run, AttemptId body, int nth, Optional<String> lapsed) implements Report {}

    /** Keep this value under this key, unless one is kept already; then say which. */
    record Recorded(RunId run, AttemptId body, String key, Value value) implements Report {}

    record Progressed(RunId run, AttemptId attempt, Optional<Double> fraction, String text)
            implements Report {}

    record Ended(RunId run, AttemptId attempt, Ending ending) implements Report {}

    /**
     * What a body waits for.
     *
     * @param all every one of them, or the first
     * @param limit how long, if not for ever
     */
    record Await(List<String> keys, boolean all, Optional<WaitLimit> limit) {
        public Await(List<String> keys, boolean all) {
            this(keys, all, Optional.empty());
        }

        public Await {
            keys = List.copyOf(keys);
        }
    }
}
