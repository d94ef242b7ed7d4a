package dev.headrace.spec.flow;

/**
 * What an attempt occupies while it runs.
 *
 * @param milliCpus thousandths of a cpu, 0 to 1,000,000; a slot of a worker is 1,000
 * @param memoryBytes 0 = not said
 */
public record Resources(int milliCpus, long memoryBytes) {
    public static final int MILLI_CPUS_MAX = 1_000_000;
    public static final Resources ONE_CPU = new Resources(1_000, 0);
    public static final Resources NOTHING = new Resources(0, 0);

    public Resources {
        if (milliCpus < 0 || milliCpus > MILLI_CPUS_MAX) {
            throw new IllegalArgumentException("cpus must be 0..1000, not " + milliCpus / 1000.0);
        }
        if (memoryBytes < 0) {
            throw new IllegalArgumentException("memory must not be negative");
        }
    }

    public Resources plus(Resources other) {
        return new Resources(milliCpus + other.milliCpus, memoryBytes + other.memoryBytes);
    }

    public Resources minus(Resources other) {
        return new Resources(milliCpus - other.milliCpus, memoryBytes - other.memoryBytes);
    }

    /** Whether this much can be taken out of {@code free}. */
    public boolean fitsIn(Resources free) {
        return milliCpus <= free.milliCpus && memoryBytes <= free.memoryBytes;
    }

    /** What a parked attempt gives back: its cpus. Memory stays. */
    public Resources parkable() {
        return new Resources(milliCpus, 0);
    }
}
