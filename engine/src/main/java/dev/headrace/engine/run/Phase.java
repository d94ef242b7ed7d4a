package dev.headrace.engine.run;

import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Outcome.Skipped.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What a node is doing. Each phase carries just what is true in it. */
public sealed interface Phase {
    /**
     * For what it needs.
     *
     * @param unmet how many of the nodes that it needs have not succeeded yet; under a join that
     *     asks for more, how many are not over
     */
    record Waiting(int unmet) implements Phase {}

    /** By what its needs came to, it never will start. */
    record Doomed(NodePath because, Reason reason) implements Phase {
        public Doomed {
            Objects.requireNonNull(because);
            Objects.requireNonNull(reason);
        }
    }

    /** Its join lets it start, and its condition is still to be asked. */
    record Eligible() implements Phase {}

    /** A task that may be taken from the cache; nobody has looked yet. */
    record Looking() implements Phase {}

    /** A task wants a place on a worker; a graph or a ForEach can open, a wait can begin. */
    record Ready() implements Phase {}

    /** A graph or a ForEach whose children are under way. */
    record Open() implements Phase {}

    /** An attempt that a worker has, or may have. */
    sealed interface Live extends Phase {
        int attempt();

        Grant grant();
    }

    /** Given to a worker, not known to have begun. */
    record Placed(int attempt, Grant grant) implements Live {}

    /**
     * It runs.
     *
     * @param told children whose outcome the body was told last
     * @param lapsed it was told that it had waited in vain
     */
    record Started(
            int attempt,
            Grant grant,
            Instant since,
            Optional<Instant> deadline,
            List<NodePath> told,
            boolean lapsed)
            implements Live {
        public Started {
            told = List.copyOf(told);
        }
    }

    /**
     * A body that waits for children, without its cpus.
     *
     * @param round which of its waits this is
     * @param missing how many more must settle; at 0 it wants its cpus again
     * @param until when it gives up, if ever
     */
    record Parked(
            int attempt,
            Grant grant,
            Instant since,
            Optional<Instant> deadline,
            List<NodePath> awaited,
            int round,
            int missing,
            Optional<WaitUntil> until)
            implements Live {
        public Parked {
            awaited = List.copyOf(awaited);
        }

        Parked missing(int changed) {
            return new Parked(attempt, grant, since, deadline, awaited, round, changed, until);
        }
    }

    /** It was told to stop, and has not ended yet. */
    record Stopping(int attempt, Grant grant, StopReason reason) implements Live {}

    /** After what a task waits for its next attempt. */
    enum After {
        FAILURE,
        /** Its worker was lost. */
        LOSS,
        /** It looked for something in vain, and will look again. */
        LOOK
    }

    /** It waits for its next attempt. */
    record BackingOff(Instant due, After after) implements Phase {}

    /**
     * A wait that has begun.
     *
     * @param due when its time is over, or when it ends of itself
     */
    record Asleep(Instant since, Optional<Instant> due) implements Phase {}

    /** Its last attempt is over; children may not be. */
    record Closing(Outcome outcome) implements Phase {
        public Closing {
            Objects.requireNonNull(outcome);
        }
    }

    record Settled(Outcome outcome) implements Phase {
        public Settled {
            Objects.requireNonNull(outcome);
        }
    }
}
