package dev.headrace.runtime.sim;

import dev.headrace.spi.store.EventStore;
import dev.headrace.testkit.store.EventStoreContract;
import dev.headrace.testkit.store.StorePlace;

class SimStoreTest extends EventStoreContract {
    @Override
    protected StorePlace place() {
        SimStore.Shelf shelf = new SimStore.Shelf();
        return new StorePlace() {
            @Override
            public EventStore open() {
                return new SimStore(shelf);
            }

            @Override
            public EventStore reader() {
                return SimStore.reader(shelf);
            }
        };
    }
}
