package dev.headrace.adapters.jdbc.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One row as it is read, column by column, with its seal last. */
final class Row {
    private static final long NANOS = 1_000_000_000;

    private final ResultSet result;
    private final String table;
    private final Seal seal = new Seal();
    private int column;

    Row(ResultSet result, String table) {
        this.result = result;
        this.table = table;
    }

    String text() throws SQLException {
        @Nullable String text = result.getString(++column);
        if (text == null) {
            throw damaged();
        }
        seal.of(text);
        return text;
    }

    long number() throws SQLException {
        long number = result.getLong(++column);
        seal.of(number);
        return number;
    }

    /** One that is sealed only if it is another one than usual. */
    long numberUnless(long usual) throws SQLException {
        long number = result.getLong(++column);
        if (number != usual) {
            seal.of(number);
        }
        return number;
    }

    Instant instant() throws SQLException {
        return instant(number());
    }

    Optional<Instant> instantIfAny() throws SQLException {
        long nanos = result.getLong(++column);
        if (result.wasNull()) {
            seal.of("");
            return Optional.empty();
        }
        seal.of(nanos);
        return Optional.of(instant(nanos));
    }

    /** Every column is read: it must be what was written. */
    void sealed() throws SQLException {
        if (result.getLong(++column) != seal.value()) {
            throw damaged();
        }
    }

    private RuntimeException damaged() {
        return Fault.corrupt("a row of the table '" + table + "' is not what was written");
    }

    /** Whole nanoseconds; good from 1677 to 2262. */
    static long nanos(Instant instant) {
        return Math.addExact(
                Math.multiplyExact(instant.getEpochSecond(), NANOS), instant.getNano());
    }

    private static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
    }
}
