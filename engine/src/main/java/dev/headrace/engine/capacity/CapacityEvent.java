package dev.headrace.engine.capacity;

import dev.headrace.spec.flow.Resources;
import dev.headrace.spec.run.WorkerId;

/** What changed hands. Not kept: folded anew from journals and hellos after a restart. */
public sealed interface CapacityEvent {
    record WorkerJoined(WorkerId worker, Resources offer) implements CapacityEvent {}

    record WorkerLeft(WorkerId worker) implements CapacityEvent {}

    record Granted(Holder holder, WorkerId worker, Resources resources, boolean parked)
            implements CapacityEvent {}

    record Released(Holder holder) implements CapacityEvent {}

    record Parked(Holder holder) implements CapacityEvent {}

    record Unparked(Holder holder) implements CapacityEvent {}
}
