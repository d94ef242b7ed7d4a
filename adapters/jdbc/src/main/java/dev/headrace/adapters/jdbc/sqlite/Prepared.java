package dev.headrace.adapters.jdbc.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A statement that is compiled when it is first needed, and kept. */
final class Prepared {
    private final Connection connection;
    private final String sql;
    private @Nullable PreparedStatement statement;

    Prepared(Connection connection, String sql) {
        this.connection = connection;
        this.sql = sql;
    }

    PreparedStatement get() throws SQLException {
        if (statement == null) {
            statement = connection.prepareStatement(sql);
        }
        return statement;
    }

    int update() throws SQLException {
        try {
            return get().executeUpdate();
        } catch (SQLException trouble) {
            throw dropped(trouble);
        }
    }

    ResultSet query() throws SQLException {
        try {
            return get().executeQuery();
        } catch (SQLException trouble) {
            throw dropped(trouble);
        }
    }

    /** The driver gives up a statement that failed; it is compiled anew the next time. */
    private SQLException dropped(SQLException trouble) {
        PreparedStatement failed = statement;
        statement = null;
        try {
            if (failed != null) {
                failed.close();
            }
        } catch (SQLException another) {
            trouble.addSuppressed(another);
        }
        return trouble;
    }
}
