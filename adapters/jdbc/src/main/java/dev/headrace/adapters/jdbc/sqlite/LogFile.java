package dev.headrace.adapters.jdbc.sqlite;

import dev.headrace.spi.store.StoreException;
import dev.headrace.spi.store.StoreException.Trouble;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;

/**
 * The file of the log, looked at without SQLite, which takes a log for over where the first wrong
 * checksum stands: what was committed behind it would be gone without a word.
 *
 * <p>The header has a salt and a checksum. A frame is a page, the salt, and a checksum that goes on
 * from the one of the frame before; the last frame of a commit says how many pages there are. When
 * the log begins anew, the salt changes, and frames of the old one lie behind those of the new.
 */
final class LogFile {
    private static final int MAGIC = 0x377f0682;
    private static final int FORMAT = 3007000;
    private static final int HEADER = 32;
    private static final int FRAME_HEADER = 24;
    private static final int SALT_AT = 16;
    private static final int SUM_AT = 24;
    private static final int FRAME_SALT_AT = 8;
    private static final int FRAME_SUM_AT = 16;
    private static final int PAGES_AT = 4;
    private static final int FRAMES_AT_ONCE = 64;

    /** So many frames are looked at one by one, and then one of so many. */
    private static final int EACH = 32;

    private final Path path;

    LogFile(Path database) {
        path = database.resolveSibling(database.getFileName() + "-wal");
    }

    /** How many frames of the log count. */
    @FunctionalInterface
    interface Counting {
        long frames() throws SQLException;
    }

    boolean isBegun() {
        return look(log -> header(log).getLong(0) != 0, false);
    }

    /** Before SQLite looks: it would take a log whose header is wrong for one without commits. */
    void refuseWithoutHeader() {
        if (look(LogFile::isHeadless, false)) {
            throw Fault.corrupt("the header of " + path + " is wrong");
        }
    }

    private static boolean isHeadless(FileChannel log) throws IOException {
        ByteBuffer header = header(log);
        ByteBuffer behind = read(log, HEADER, Long.BYTES);
        boolean wrong = header.getLong(0) == 0 ? behind.getLong(0) != 0 : !isRight(header);
        // A writer may be at it just now.
        return wrong && header(log).equals(header);
    }

    private static ByteBuffer header(FileChannel log) throws IOException {
        return read(log, 0, HEADER);
    }

    /** What is not there reads as zeros, and so does what was never written. */
    private static ByteBuffer read(FileChannel log, long from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        fill(log, from, bytes);
        return bytes.clear();
    }

    private static void fill(FileChannel log, long from, ByteBuffer bytes) throws IOException {
        long at = from;
        while (bytes.hasRemaining()) {
            int read = log.read(bytes, at);
            if (read < 0) {
                return;
            }
            at += read;
        }
    }

    private static boolean isRight(ByteBuffer header) {
        int page = header.getInt(8);
        return (header.getInt(0) & ~1) == MAGIC
                && header.getInt(4) == FORMAT
                && Integer.bitCount(page) == 1
                && page >= 512
                && page <= 1 << 16
                && sum(0, header, header, 0, SUM_AT) == header.getLong(SUM_AT);
    }

    /** The two halves of a checksum, as they are written; the header says which way words are. */
    private static long sum(long before, ByteBuffer header, ByteBuffer of, int from, int length) {
        of.order((header.getInt(0) & 1) == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int first = (int) (before >>> Integer.SIZE);
        int second = (int) before;
        for (int at = from; at < from + length; at += Long.BYTES) {
            first += of.getInt(at) + second;
            second += of.getInt(at + Integer.BYTES) + first;
        }
        of.order(ByteOrder.BIG_ENDIAN);
        return ((long) first << Integer.SIZE) | (second & 0xffff_ffffL);
    }

    /**
     * After SQLite has looked. A frame is written after a commit only when that was synced: so
     * where one goes on from a commit that does not count, what was safe is damaged. What a kill or
     * a loss of power has left unfinished is never gone on from.
     */
    void refuseLostCommits(Counting counting) throws SQLException {
        long counted = counting.frames();
        long lost = look(log -> lost(log, counted), 0L);
        if (lost > 0 && counting.frames() < lost) {
            throw Fault.corrupt(
                    path + " holds commits up to its frame " + lost + ", and is wrong before it");
        }
    }

    /** The same as SQLite finds it, which takes longer: every frame is read. */
    long frames() {
        return look(LogFile::frames, 0L);
    }

    private static long frames(FileChannel log) throws IOException {
        ByteBuffer header = header(log);
        if (header.getLong(0) == 0) {
            return 0;
        }
        int length = FRAME_HEADER + header.getInt(8);
        long sum = header.getLong(SUM_AT);
        long committed = 0;
        for (long number = 1; ; number++) {
            ByteBuffer frame = read(log, at(number, length), length);
            if (!goesOn(header, sum, frame, 0, length)) {
                return committed;
            }
            if (frame.getInt(PAGES_AT) != 0) {
                committed = number;
            }
            sum = frame.getLong(FRAME_SUM_AT);
        }
    }

    /** The first frame behind the counted ones that ends a commit from which another goes on. */
    private static long lost(FileChannel log, long counted) throws IOException {
        ByteBuffer header = header(log);
        if (header.getLong(0) == 0) {
            return 0;
        }
        int length = FRAME_HEADER + header.getInt(8);
        long wrong = wrong(log, header, counted, length);
        long lost =
                wrong > 0 && hasMore(log, header, wrong + 1, length)
                        ? lost(log, header, wrong, length)
                        : 0;
        return header(log).equals(header) ? lost : 0;
    }

    /**
     * The first wrong frame behind the counted ones; 0 if a whole commit stands before it: then a
     * writer has begun anew, or gone on, since they were counted.
     */
    private static long wrong(FileChannel log, ByteBuffer header, long counted, int length)
            throws IOException {
        long sum = counted == 0 ? header.getLong(SUM_AT) : 0;
        if (counted > 0) {
            sum = read(log, at(counted, length), FRAME_HEADER).getLong(FRAME_SUM_AT);
        }
        for (long number = counted + 1; ; number++) {
            ByteBuffer frame = read(log, at(number, length), length);
            if (!goesOn(header, sum, frame, 0, length)) {
                return number;
            }
            if (frame.getInt(PAGES_AT) != 0) {
                return 0;
            }
            sum = frame.getLong(FRAME_SUM_AT);
        }
    }

    private static long lost(FileChannel log, ByteBuffer header, long wrong, int length)
            throws IOException {
        long salt = header.getLong(SALT_AT);
        long end = (log.size() - HEADER) / length;
        ByteBuffer frames = ByteBuffer.allocateDirect(FRAMES_AT_ONCE * length);
        // The last of one piece is the first of the next, so that each is seen with its successor.
        for (long first = wrong; first < end; first += FRAMES_AT_ONCE - 1) {
            fill(log, at(first, length), frames.clear());
            int behind = frames.position() / length * length;
            for (int at = 0; at + length < behind; at += length) {
                if (frames.getInt(at + PAGES_AT) != 0
                        && frames.getLong(at + FRAME_SALT_AT) == salt
                        && goesOn(
                                header,
                                frames.getLong(at + FRAME_SUM_AT),
                                frames,
                                at + length,
                                length)) {
                    return first + at / length;
                }
            }
        }
        return 0;
    }

    /** Most of a log is of an older salt: a look at some of its frames is enough to know. */
    private static boolean hasMore(FileChannel log, ByteBuffer header, long wrong, int length)
            throws IOException {
        long end = (log.size() - HEADER) / length;
        ByteBuffer frame = ByteBuffer.allocate(FRAME_HEADER);
        long step = 1;
        for (long number = wrong; number <= end; number += step) {
            fill(log, at(number, length), frame.clear());
            if (frame.getLong(FRAME_SALT_AT) == header.getLong(SALT_AT)) {
                return true;
            }
            step = number - wrong < EACH ? 1 : EACH;
        }
        return false;
    }

    private static long at(long frame, int length) {
        return HEADER + (frame - 1) * length;
    }

    /** Whether the frame that begins there was written with this checksum before it. */
    private static boolean goesOn(
            ByteBuffer header, long before, ByteBuffer frames, int from, int length) {
        if (frames.getLong(from + FRAME_SALT_AT) != header.getLong(SALT_AT)) {
            return false;
        }
        long head = sum(before, header, frames, from, FRAME_SALT_AT);
        return sum(head, header, frames, from + FRAME_HEADER, length - FRAME_HEADER)
                == frames.getLong(from + FRAME_SUM_AT);
    }

    private interface Looking<T> {
        T at(FileChannel log) throws IOException;
    }

    /** SQLite holds no lock on this file that closing it could give up. */
    private <T> T look(Looking<T> looking, T absent) {
        try (FileChannel log = FileChannel.open(path, StandardOpenOption.READ)) {
            return looking.at(log);
        } catch (NoSuchFileException none) {
            return absent;
        } catch (IOException trouble) {
            throw new StoreException(Trouble.BROKEN, "cannot read " + path, trouble);
        }
    }
}
