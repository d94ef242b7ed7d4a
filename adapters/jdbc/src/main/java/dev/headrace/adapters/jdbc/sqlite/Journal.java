package dev.headrace.adapters.jdbc.sqlite;

import dev.headrace.spec.run.RunId;
import dev.headrace.spi.store.EventStore.Batch;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table of events: a row a batch, under (run, seq). */
final class Journal {
    static final String TABLE =
            """
            CREATE TABLE journal(
                run TEXT NOT NULL,
                seq INTEGER NOT NULL,
                count INTEGER NOT NULL,
                at INTEGER NOT NULL,
                events TEXT NOT NULL,
                seal INTEGER NOT NULL,
                PRIMARY KEY(run, seq)) WITHOUT ROWID\
            """;

    private final Prepared insert;
    private final Prepared select;
    private final Prepared end;
    private final Prepared forget;

    Journal(Connection connection) {
        insert =
                new Prepared(
                        connection,
                        """
                        INSERT INTO journal(run, seq, count, at, events, seal)
                        SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE ?2 = coalesce(
                            (SELECT seq + count FROM journal WHERE run = ?1
                             ORDER BY seq DESC LIMIT 1), 1)\
                        """);
        // Reads on into the next run: its first row is verified too, so that a run whose rows a
        // damaged key cut short does not pass for a short one.
        select =
                new Prepared(
                        connection,
                        """
                        SELECT run, seq, count, at, events, seal FROM journal
                        WHERE (run, seq) >= (?, ?) ORDER BY run, seq LIMIT ?\
                        """);
        end =
                new Prepared(
                        connection,
                        "SELECT seq + count FROM journal WHERE run = ? AND seq < ?"
                                + " ORDER BY seq DESC LIMIT 1");
        forget = new Prepared(connection, "DELETE FROM journal WHERE run = ?");
    }

    /** Whether the journal of the run ended just before this batch, and now holds it. */
    boolean append(Batch batch) throws SQLException {
        long at = Row.nanos(batch.at());
        String run = batch.run().text();
        long seal =
                new Seal()
                        .of(run)
                        .of(batch.sequence())
                        .of(batch.count())
                        .of(at)
                        .of(batch.events())
                        .value();
        PreparedStatement statement = insert.get();
        statement.setString(1, run);
        statement.setLong(2, batch.sequence());
        statement.setInt(3, batch.count());
        statement.setLong(4, at);
        statement.setString(5, Seal.storable(batch.events()));
        statement.setLong(6, seal);
        try {
            return insert.update() == 1;
        } catch (SQLException trouble) {
            if (Fault.of(trouble) == Fault.CONFLICT) {
                return false;
            }
            throw trouble;
        }
    }

    List<Batch> read(RunId run, long fromSequence, int limit) throws SQLException {
        var batches = new ArrayList<Batch>();
        PreparedStatement statement = select.get();
        statement.setString(1, run.text());
        statement.setLong(2, fromSequence);
        statement.setInt(3, limit);
        try (ResultSet result = select.query()) {
            long expected = fromSequence;
            while (result.next()) {
                var row = new Row(result, "journal");
                String id = row.text();
                long sequence = row.number();
                int count = (int) row.number();
                Instant at = row.instant();
                String events = row.text();
                row.sealed();
                if (!id.equals(run.text())) {
                    break;
                }
                if (sequence != expected
                        && (!batches.isEmpty() || sequence != end(run, sequence))) {
                    throw Fault.corrupt(
                            "events of run " + run + " before " + sequence + " are missing");
                }
                batches.add(new Batch(run, sequence, count, at, events, Optional.empty()));
                expected = sequence + count;
            }
        }
        return batches;
    }

    /** The number behind the last event before this one. */
    private long end(RunId run, long before) throws SQLException {
        PreparedStatement statement = end.get();
        statement.setString(1, run.text());
        statement.setLong(2, before);
        try (ResultSet result = end.query()) {
            return result.next() ? result.getLong(1) : 1;
        }
    }

    void forget(RunId run) throws SQLException {
        PreparedStatement statement = forget.get();
        statement.setString(1, run.text());
        forget.update();
    }
}
