package dev.headrace.adapters.jdbc.sqlite;

import dev.headrace.spec.run.RunId;
import dev.headrace.spi.store.EventStore.RunRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table of runs as lists show them; ids sort by age. */
final class Runs {
    static final String TABLE =
            """
            CREATE TABLE run(
                id TEXT NOT NULL PRIMARY KEY,
                flow TEXT NOT NULL,
                version TEXT NOT NULL,
                state TEXT NOT NULL,
                owner TEXT NOT NULL,
                epoch INTEGER NOT NULL,
                created INTEGER NOT NULL,
                ended INTEGER,
                seal INTEGER NOT NULL,
                base INTEGER NOT NULL DEFAULT 1) WITHOUT ROWID\
            """;

    /** From a format without it. */
    static final String ADD_BASE = "ALTER TABLE run ADD COLUMN base INTEGER NOT NULL DEFAULT 1";

    private static final String SELECT =
            "SELECT id, flow, version, state, owner, epoch, created, ended, base, seal FROM run ";

    /** Sorts behind every character of an id. */
    private static final String BEYOND = "{";

    /** The base of all rows of older formats, and not part of their seal. */
    private static final long WHOLE = 1;

    private final Prepared keep;
    private final Prepared page;
    private final Prepared one;
    private final Prepared named;
    private final Prepared forget;

    Runs(Connection connection) {
        keep =
                new Prepared(
                        connection,
                        """
                        INSERT OR REPLACE INTO run(
                            id, flow, version, state, owner, epoch, created, ended, base, seal)
                        VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
                        """);
        page = new Prepared(connection, SELECT + "WHERE id < ? ORDER BY id DESC LIMIT ?");
        one = new Prepared(connection, SELECT + "WHERE id = ?");
        named = new Prepared(connection, SELECT + "WHERE id >= ? AND id < ? ORDER BY id LIMIT ?");
        forget = new Prepared(connection, "DELETE FROM run WHERE id = ?");
    }

    void keep(RunRow row) throws SQLException {
        long created = Row.nanos(row.created());
        Seal seal =
                new Seal()
                        .of(row.run().text())
                        .of(row.flow())
                        .of(row.version())
                        .of(row.state())
                        .of(row.owner())
                        .of(row.epoch())
                        .of(created);
        PreparedStatement statement = keep.get();
        statement.setString(1, row.run().text());
        statement.setString(2, Seal.storable(row.flow()));
        statement.setString(3, Seal.storable(row.version()));
        statement.setString(4, Seal.storable(row.state()));
        statement.setString(5, Seal.storable(row.owner()));
        statement.setLong(6, row.epoch());
        statement.setLong(7, created);
        if (row.ended().isPresent()) {
            long ended = Row.nanos(row.ended().get());
            seal.of(ended);
            statement.setLong(8, ended);
        } else {
            seal.of("");
            statement.setNull(8, Types.INTEGER);
        }
        statement.setLong(9, row.base());
        if (row.base() != WHOLE) {
            seal.of(row.base());
        }
        statement.setLong(10, seal.value());
        keep.update();
    }

    List<RunRow> page(int limit, Optional<RunId> before) throws SQLException {
        PreparedStatement statement = page.get();
        statement.setString(1, before.map(RunId::text).orElse(BEYOND));
        statement.setInt(2, limit);
        return read(page);
    }

    Optional<RunRow> one(RunId run) throws SQLException {
        PreparedStatement statement = one.get();
        statement.setString(1, run.text());
        return read(one).stream().findFirst();
    }

    List<RunId> named(String prefix, int limit) throws SQLException {
        PreparedStatement statement = named.get();
        statement.setString(1, prefix);
        statement.setString(2, prefix + BEYOND);
        statement.setInt(3, limit);
        return read(named).stream().map(RunRow::run).toList();
    }

    void forget(RunId run) throws SQLException {
        PreparedStatement statement = forget.get();
        statement.setString(1, run.text());
        forget.update();
    }

    private static List<RunRow> read(Prepared select) throws SQLException {
        var rows = new ArrayList<RunRow>();
        try (ResultSet result = select.query()) {
            while (result.next()) {
                var row = new Row(result, "run");
                String id = row.text();
                String flow = row.text();
                String version = row.text();
                String state = row.text();
                String owner = row.text();
                long epoch = row.number();
                Instant created = row.instant();
                Optional<Instant> ended = row.instantIfAny();
                long base = row.numberUnless(WHOLE);
                row.sealed();
                rows.add(
                        new RunRow(
                                new RunId(id),
                                flow,
                                version,
                                state,
                                owner,
                                epoch,
                                created,
                                ended,
                                base));
            }
        }
        return rows;
    }
}
