package dev.headrace.engine.capacity;

import dev.headrace.engine.persistent.Sorted;
import dev.headrace.spec.flow.Resources;
import dev.headrace.spec.run.WorkerId;

/** Who offers how much, and who holds it. */
public record CapacityState(Sorted<WorkerId, Host> workers, Sorted<Holder, Held> held) {
    public static final CapacityState NOTHING = new CapacityState(Sorted.empty(), Sorted.empty());

    /** A worker, what it offers and what of that is free. */
    public record Host(Resources offer, int freeMilliCpus, long freeMemory) {
        boolean fits(Resources wanted) {
            return wanted.milliCpus() <= freeMilliCpus
                    && (offer.memoryBytes() == 0 || wanted.memoryBytes() <= freeMemory);
        }

        boolean couldEverFit(Resources wanted) {
            return wanted.milliCpus() <= offer.milliCpus()
                    && (offer.memoryBytes() == 0 || wanted.memoryBytes() <= offer.memoryBytes());
        }

        Host take(Resources taken) {
            return new Host(
                    offer, freeMilliCpus - taken.milliCpus(), freeMemory - taken.memoryBytes());
        }

        Host give(Resources given) {
            return new Host(
                    offer, freeMilliCpus + given.milliCpus(), freeMemory + given.memoryBytes());
        }
    }

    /** Something that is held. */
    public record Held(WorkerId worker, Resources resources, boolean parked) {
        /** What it keeps others from having just now. */
        Resources occupied() {
            return parked ? resources.minus(resources.parkable()) : resources;
        }
    }
}
