package dev.headrace.app.store;

import dev.headrace.adapters.jdbc.sqlite.SqliteStore;
import dev.headrace.adapters.local.home.Doorbell;
import dev.headrace.adapters.local.home.Home;
import dev.headrace.spec.run.RunId;
import dev.headrace.spi.store.EventStore;

/** The store for commands that change something of a run which they do not own. */
public final class Desk implements AutoCloseable {
    private final Home home;
    private final EventStore store;

    public Desk(Home home) {
        this.home = home;
        store = SqliteStore.open(home.make().database());
    }

    /** Asks the owner for this; whether it heard the bell at once. */
    public boolean ask(RunId run, String owner, String message) {
        store.send(run, message);
        return Doorbell.ring(home, owner);
    }

    /** Forgets the run and removes its folder. */
    public void forget(RunId run) {
        store.forget(run);
        home.forget(run);
    }

    @Override
    public void close() {
        store.close();
    }
}
