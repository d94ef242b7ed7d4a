package dev.headrace.adapters.jdbc.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The table of what the file says about itself: its format, and a counter that means nothing. */
final class Meta {
    static final String TABLE =
            """
            CREATE TABLE meta(
                name TEXT NOT NULL PRIMARY KEY,
                value INTEGER NOT NULL) WITHOUT ROWID\
            """;

    /** Bytes 68 to 71 of the file: "HdRc". */
    static final int APPLICATION = 0x48645263;

    private final Connection connection;

    Meta(Connection connection) {
        this.connection = connection;
    }

    void create(int format) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA application_id = " + APPLICATION);
            statement.execute(TABLE);
            statement.execute("INSERT INTO meta VALUES('format', " + format + "), ('turned', 0)");
        }
    }

    int format() throws SQLException {
        return Patience.with(this::readFormat);
    }

    private int readFormat() throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement(
                                "SELECT value FROM meta WHERE name = 'format'");
                ResultSet result = statement.executeQuery()) {
            int format = result.next() ? result.getInt(1) : 0;
            if (format < 1) {
                throw Fault.corrupt("it does not say which format it has");
            }
            return format;
        }
    }

    void format(int format) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE meta SET value = ? WHERE name = 'format'")) {
            statement.setInt(1, format);
            statement.executeUpdate();
        }
    }
}
