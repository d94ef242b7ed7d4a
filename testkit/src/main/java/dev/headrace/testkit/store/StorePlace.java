package dev.headrace.testkit.store;

import dev.headrace.spi.store.EventStore;

/**
 * Where one store lies, empty at first. It outlives the handles on it: what a handle has committed
 * is there for the next one.
 */
public interface StorePlace {
    /** A handle that writes; the test closes it. Several may be open at once. */
    EventStore open();

    /** A handle that only reads; the test closes it. The store was opened for writing before. */
    EventStore reader();
}
