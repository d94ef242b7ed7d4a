package dev.headrace.engine.capacity;

import dev.headrace.spec.flow.Resources;
import dev.headrace.spec.run.WorkerId;

/** What workers offer and runs want. */
public sealed interface CapacityCommand {
    record JoinWorker(WorkerId worker, Resources offer) implements CapacityCommand {}

    record LeaveWorker(WorkerId worker) implements CapacityCommand {}

    /**
     * A place for an attempt.
     *
     * @param ancestors what the bodies above it hold and do not give back while they wait
     * @param brief known to be short: it may queue behind others at the worker
     */
    record Want(Holder holder, Resources resources, Resources ancestors, boolean brief)
            implements CapacityCommand {}

    /** What a journal says is held: after a restart. */
    record Hold(Holder holder, WorkerId worker, Resources resources, boolean parked)
            implements CapacityCommand {}

    record Release(Holder holder) implements CapacityCommand {}

    /** A body waits: its cpus are free. */
    record Park(Holder holder) implements CapacityCommand {}

    /**
     * A body may go on, if its cpus are free.
     *
     * @param overdue even if they are not: it has waited as long as it wanted to, and those who
     *     have them are the ones that it may have to cancel. Nobody else gets any until all have
     *     enough
     */
    record Unpark(Holder holder, boolean overdue) implements CapacityCommand {
        public Unpark(Holder holder) {
            this(holder, false);
        }
    }
}
