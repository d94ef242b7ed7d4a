package dev.headrace.adapters.jdbc.sqlite;

import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.RunId;
import dev.headrace.spi.store.CacheStore.Entry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table of results that other runs may take. */
final class Results {
    static final String TABLE =
            """
            CREATE TABLE result(
                key TEXT NOT NULL PRIMARY KEY,
                task TEXT NOT NULL,
                parts TEXT NOT NULL,
                run TEXT NOT NULL,
                node TEXT NOT NULL,
                made TEXT NOT NULL,
                at INTEGER NOT NULL,
                seal INTEGER NOT NULL) WITHOUT ROWID\
            """;
    static final String BY_TASK = "CREATE INDEX result_of_task ON result(task, at)";
    static final String BY_RUN = "CREATE INDEX result_of_run ON result(run)";

    private static final String SELECT =
            "SELECT key, task, parts, run, node, made, at, seal FROM result ";

    private final Prepared keep;
    private final Prepared one;
    private final Prepared lately;
    private final Prepared forget;

    Results(Connection connection) {
        keep =
                new Prepared(
                        connection,
                        """
                        INSERT OR REPLACE INTO result(
                            key, task, parts, run, node, made, at, seal)
                        VALUES(?, ?, ?, ?, ?, ?, ?, ?)\
                        """);
        one = new Prepared(connection, SELECT + "WHERE key = ?");
        lately = new Prepared(connection, SELECT + "WHERE task = ? ORDER BY at DESC, key LIMIT ?");
        forget = new Prepared(connection, "DELETE FROM result WHERE run = ?");
    }

    void keep(Entry entry) throws SQLException {
        long at = Row.nanos(entry.at());
        PreparedStatement statement = keep.get();
        statement.setString(1, Seal.storable(entry.key()));
        statement.setString(2, Seal.storable(entry.task()));
        statement.setString(3, Seal.storable(entry.parts()));
        statement.setString(4, entry.run().text());
        statement.setString(5, Seal.storable(entry.node().text()));
        statement.setString(6, Seal.storable(entry.made()));
        statement.setLong(7, at);
        statement.setLong(
                8,
                new Seal()
                        .of(entry.key())
                        .of(entry.task())
                        .of(entry.parts())
                        .of(entry.run().text())
                        .of(entry.node().text())
                        .of(entry.made())
                        .of(at)
                        .value());
        keep.update();
    }

    Optional<Entry> one(String key) throws SQLException {
        one.get().setString(1, key);
        return read(one).stream().findFirst();
    }

    List<Entry> lately(String task, int limit) throws SQLException {
        PreparedStatement statement = lately.get();
        statement.setString(1, task);
        statement.setInt(2, limit);
        return read(lately);
    }

    void forget(RunId run) throws SQLException {
        forget.get().setString(1, run.text());
        forget.update();
    }

    private static List<Entry> read(Prepared select) throws SQLException {
        var entries = new ArrayList<Entry>();
        try (ResultSet result = select.query()) {
            while (result.next()) {
                var row = new Row(result, "result");
                String key = row.text();
                String task = row.text();
                String parts = row.text();
                String run = row.text();
                String node = row.text();
                String made = row.text();
                Instant at = row.instant();
                row.sealed();
                entries.add(
                        new Entry(key, task, parts, new RunId(run), new NodePath(node), made, at));
            }
        }
        return entries;
    }
}
