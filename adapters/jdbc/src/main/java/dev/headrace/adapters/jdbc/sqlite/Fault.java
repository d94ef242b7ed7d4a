package dev.headrace.adapters.jdbc.sqlite;

import dev.headrace.spi.store.StoreException;
import dev.headrace.spi.store.StoreException.Trouble;
import java.sql.SQLException;
import org.sqlite.SQLiteException;

/** What an error of SQLite means to us. */
enum Fault {
    BUSY(Trouble.PASSING, "is busy: another process is writing"),
    FULL(Trouble.FULL, "the disk has no room for it"),
    READ_ONLY(Trouble.READ_ONLY, "may not be written"),
    CORRUPT(Trouble.CORRUPT, "is damaged"),
    CONFLICT(Trouble.BROKEN, "holds that row already"),
    DISK(Trouble.BROKEN, "met an error of the disk, or a quota that is used up"),
    OTHER(Trouble.BROKEN, "failed");

    private static final int ERROR = 1;
    private static final int BUSY_CODE = 5;
    private static final int LOCKED = 6;
    private static final int READONLY = 8;
    private static final int IOERR = 10;
    private static final int CORRUPT_CODE = 11;
    private static final int FULL_CODE = 13;
    private static final int PROTOCOL = 15;
    private static final int CONSTRAINT = 19;
    private static final int NOTADB = 26;

    private static final int IOERR_SHORT_READ = IOERR | 2 << 8;

    private final Trouble trouble;
    private final String words;

    Fault(Trouble trouble, String words) {
        this.trouble = trouble;
        this.words = words;
    }

    static Fault of(SQLException trouble) {
        int code =
                trouble instanceof SQLiteException known
                        ? known.getResultCode().code
                        : trouble.getErrorCode();
        return switch (code) {
            // A table or a column of ours is not there.
            case ERROR ->
                    String.valueOf(trouble.getMessage()).contains("no such ") ? CORRUPT : OTHER;
            case IOERR_SHORT_READ -> CORRUPT;
            default ->
                    switch (code & 0xff) {
                        case BUSY_CODE, LOCKED, PROTOCOL -> BUSY;
                        case READONLY -> READ_ONLY;
                        // The driver tells no more: which call failed, and how, is lost.
                        case IOERR -> DISK;
                        case CORRUPT_CODE, NOTADB -> CORRUPT;
                        case FULL_CODE -> FULL;
                        case CONSTRAINT -> CONFLICT;
                        default -> OTHER;
                    };
        };
    }

    String words() {
        return words;
    }

    static StoreException exception(SQLException cause) {
        Fault fault = of(cause);
        return new StoreException(
                fault.trouble, "the store " + fault.words + " (" + cause.getMessage() + ")", cause);
    }

    static StoreException corrupt(String what) {
        return new StoreException(Trouble.CORRUPT, "the store is damaged: " + what);
    }
}
