package dev.headrace.adapters.jdbc.sqlite;

import dev.headrace.spi.store.EventStore;
import dev.headrace.testkit.store.EventStoreContract;
import dev.headrace.testkit.store.StorePlace;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The embedded store keeps the contract. */
final class SqliteStoreTest extends EventStoreContract {
    @TempDir Path folder;

    @Override
    protected StorePlace place() {
        Path file = folder.resolve("headrace.db");
        return new StorePlace() {
            @Override
            public EventStore open() {
                return SqliteStore.open(file);
            }

            @Override
            public EventStore reader() {
                return SqliteStore.read(file);
            }
        };
    }
}
