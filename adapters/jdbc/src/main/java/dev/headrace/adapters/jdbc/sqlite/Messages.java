package dev.headrace.adapters.jdbc.sqlite;

import dev.headrace.spec.run.RunId;
import dev.headrace.spi.store.EventStore.Message;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The table of what other processes want of runs; a number is never given twice. */
final class Messages {
    static final String TABLE =
            """
            CREATE TABLE message(
                number INTEGER PRIMARY KEY AUTOINCREMENT,
                run TEXT NOT NULL,
                content TEXT NOT NULL,
                seal INTEGER NOT NULL)\
            """;

    private final Prepared last;
    private final Prepared send;
    private final Prepared select;
    private final Prepared taken;
    private final Prepared forget;

    Messages(Connection connection) {
        last =
                new Prepared(
                        connection, "SELECT max(seq) FROM sqlite_sequence WHERE name = 'message'");
        send =
                new Prepared(
                        connection,
                        "INSERT INTO message(number, run, content, seal) VALUES(?, ?, ?, ?)");
        // All of them, as they are few: a message whose run was damaged must not be missed.
        select =
                new Prepared(
                        connection,
                        "SELECT number, run, content, seal FROM message ORDER BY number");
        taken = new Prepared(connection, "DELETE FROM message WHERE run = ? AND number <= ?");
        forget = new Prepared(connection, "DELETE FROM message WHERE run = ?");
    }

    /** Within a transaction: the number is the next one only as long as nobody else writes. */
    void send(RunId run, String content) throws SQLException {
        long number;
        try (ResultSet result = last.query()) {
            number = result.next() ? result.getLong(1) + 1 : 1;
        }
        PreparedStatement statement = send.get();
        statement.setLong(1, number);
        statement.setString(2, run.text());
        statement.setString(3, Seal.storable(content));
        statement.setLong(4, new Seal().of(number).of(run.text()).of(content).value());
        send.update();
    }

    List<Message> read(RunId run) throws SQLException {
        var messages = new ArrayList<Message>();
        try (ResultSet result = select.query()) {
            while (result.next()) {
                var row = new Row(result, "message");
                long number = row.number();
                String to = row.text();
                String content = row.text();
                row.sealed();
                if (to.equals(run.text())) {
                    messages.add(new Message(number, content));
                }
            }
        }
        return messages;
    }

    void taken(RunId run, long number) throws SQLException {
        PreparedStatement statement = taken.get();
        statement.setString(1, run.text());
        statement.setLong(2, number);
        taken.update();
    }

    void forget(RunId run) throws SQLException {
        PreparedStatement statement = forget.get();
        statement.setString(1, run.text());
        forget.update();
    }
}
