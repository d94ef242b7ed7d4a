package dev.headrace.adapters.local.worker;

import dev.headrace.spec.run.Ending;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The file that a runner writes to. One that was there before its run began is moved into the run's
 * folder; where that cannot be, because it lies on another file system, what attempts write is
 * copied.
 */
final class RunnerLog {
    private Path written;
    private Path file;
    private @Nullable Path root;

    /** Bytes that belong to attempts that are over. */
    private long end;

    /** Of a runner that starts before its run. */
    RunnerLog(Path written) {
        this.written = written;
        this.file = written;
    }

    /** Of a runner of this run. */
    RunnerLog(Path written, Path runFolder) {
        this(written);
        this.root = runFolder;
    }

    /**
     * This file, or one of a similar name that is not there: an earlier controller of the run may
     * have had a runner of the same name, and what it wrote stays.
     */
    static Path unused(Path file) {
        Path free = file;
        for (int n = 2; Files.exists(free); n++) {
            free =
                    file.resolveSibling(
                            file.getFileName().toString().replace(".log", "." + n + ".log"));
        }
        return free;
    }

    /** Where the process writes. */
    Path written() {
        return written;
    }

    void moveTo(Path folder, Path runFolder) {
        root = runFolder;
        Path place = folder.resolve(written.getFileName());
        file = place.equals(written) ? place : unused(place);
        try {
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
            written = file;
        } catch (IOException e) {
            // it stays where it is, and parts of it are copied
        }
    }

    long end() {
        return end;
    }

    /** The part of an attempt that said itself what it wrote. */
    Optional<Ending.Log> part(long from, long to) {
        end = to;
        return share(from, to);
    }

    /** The part of an attempt that ended without a word. */
    Optional<Ending.Log> rest(long from) {
        try {
            end = Files.size(written);
        } catch (IOException e) {
            return Optional.empty();
        }
        return end > from ? share(from, end) : Optional.empty();
    }

    private Optional<Ending.Log> share(long from, long to) {
        Path here = root;
        if (here == null) {
            return Optional.empty();
        }
        String name = here.relativize(file).toString();
        if (written.equals(file)) {
            return Optional.of(new Ending.Log(name, from, to));
        }
        try (FileChannel in = FileChannel.open(written);
                FileChannel out =
                        FileChannel.open(
                                file,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE,
                                StandardOpenOption.APPEND)) {
            long at = out.size();
            long copied = 0;
            long more = 1;
            while (copied < to - from && more > 0) {
                more = in.transferTo(from + copied, to - from - copied, out);
                copied += more;
            }
            return Optional.of(new Ending.Log(name, at, at + copied));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Leaves no file outside of the run's folder. */
    void drop() {
        if (root == null || !written.equals(file)) {
            try {
                Files.deleteIfExists(written);
            } catch (IOException e) {
                // it lies among the temporary files
            }
        }
    }
}
