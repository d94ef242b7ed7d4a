package dev.headrace.adapters.jdbc.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** The table of flow versions, which never change. */
final class Versions {
    static final String TABLE =
            """
            CREATE TABLE version(
                digest TEXT NOT NULL PRIMARY KEY,
                spec TEXT NOT NULL,
                seal INTEGER NOT NULL) WITHOUT ROWID\
            """;

    private final Prepared keep;
    private final Prepared select;

    Versions(Connection connection) {
        keep =
                new Prepared(
                        connection,
                        "INSERT OR IGNORE INTO version(digest, spec, seal) VALUES(?, ?, ?)");
        select =
                new Prepared(connection, "SELECT digest, spec, seal FROM version WHERE digest = ?");
    }

    void keep(String digest, String spec) throws SQLException {
        PreparedStatement statement = keep.get();
        statement.setString(1, Seal.storable(digest));
        statement.setString(2, Seal.storable(spec));
        statement.setLong(3, new Seal().of(digest).of(spec).value());
        keep.update();
    }

    Optional<String> read(String digest) throws SQLException {
        PreparedStatement statement = select.get();
        statement.setString(1, digest);
        try (ResultSet result = select.query()) {
            if (!result.next()) {
                return Optional.empty();
            }
            var row = new Row(result, "version");
            row.text();
            String spec = row.text();
            row.sealed();
            return Optional.of(spec);
        }
    }
}
