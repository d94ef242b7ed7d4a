package dev.headrace.adapters.local.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The list of all processes that were started for a run, so that a later controller can prove them
 * dead ({@link Reaper}). It says which life of the machine it speaks of ({@code boot ID}), by what
 * entry of their environment all that came of one supervisor can be known ({@code mark ENTRY}), and
 * each leader of a session ({@code PID START}).
 */
public final class Ledger implements AutoCloseable {
    static final String BOOT = "boot ";
    static final String MARK = "mark ";

    private final FileChannel file;

    /** Goes on with a list, or begins it. */
    public Ledger(Path path) throws IOException {
        file =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.APPEND);
        write(BOOT + boot());
    }

    /** All that has this entry in its environment is of the run. */
    public void mark(String entry) throws IOException {
        write(MARK + entry);
    }

    public void add(long pid, long started) throws IOException {
        write(pid + " " + started);
    }

    private void write(String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            int _ = file.write(bytes);
        }
    }

    /** Names this life of the machine: pids and start times mean nothing in another. */
    static String boot() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
