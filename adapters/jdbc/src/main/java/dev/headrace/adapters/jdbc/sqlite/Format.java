package dev.headrace.adapters.jdbc.sqlite;

import dev.headrace.spi.store.StoreException;
import dev.headrace.spi.store.StoreException.Trouble;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The formats that the file has had: step {@code n} leads from format {@code n} to {@code n + 1}. A
 * step that was released never changes.
 *
 * @param steps statements of each step
 */
record Format(List<List<String>> steps) {
    static final Format TODAY =
            new Format(
                    List.of(
                            List.of(Runs.ADD_BASE),
                            List.of(Results.TABLE, Results.BY_TASK, Results.BY_RUN)));

    Format {
        steps = steps.stream().map(List::copyOf).toList();
    }

    int number() {
        return steps.size() + 1;
    }

    void refuseNewer(int found) {
        if (found > number()) {
            throw new StoreException(
                    Trouble.NEWER,
                    "the store has format "
                            + found
                            + ", and this program knows formats up to "
                            + number());
        }
    }

    /** Brings an older file up to today, after a copy of it was made beside it. */
    void migrate(Path file, Connection connection) throws SQLException {
        var meta = new Meta(connection);
        if (meta.format() == number()) {
            return;
        }
        var transaction = new Transaction(connection);
        int found = meta.format();
        backUp(connection, free(file.resolveSibling(file.getFileName() + ".format-" + found)));
        transaction.run(() -> {
            // Another process may have done it since.
            for (int format = meta.format(); format < number(); format++) {
                for (String step : steps.get(format - 1)) {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute(step);
                    }
                }
                meta.format(format + 1);
            }
        });
    }

    /** A copy that is there stays: nobody knows how whole it is, or how old. */
    private static Path free(Path wanted) {
        Path copy = wanted;
        for (int n = 2; Files.exists(copy); n++) {
            copy = wanted.resolveSibling(wanted.getFileName() + "." + n);
        }
        return copy;
    }

    private static void backUp(Connection connection, Path copy) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("VACUUM INTO ?")) {
            statement.setString(1, copy.toString());
            statement.execute();
        }
    }
}
