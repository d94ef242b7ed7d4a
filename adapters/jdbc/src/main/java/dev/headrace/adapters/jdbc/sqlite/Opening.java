package dev.headrace.adapters.jdbc.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;

/** Connections that are closed again, the last first, unless the whole opening succeeds. */
final class Opening implements AutoCloseable {
    private final Deque<Connection> connections = new ArrayDeque<>();

    Connection add(Connection connection) {
        connections.push(connection);
        return connection;
    }

    void succeeded() {
        connections.clear();
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : connections) {
            connection.close();
        }
    }
}
