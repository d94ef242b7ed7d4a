package dev.headrace.adapters.local.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A file that is written beside its place, and takes it only when it is whole and on the disk. */
final class PrivateFile implements AutoCloseable {
    private final Path place;
    private final Path fresh;
    private final FileChannel channel;

    PrivateFile(Path place) throws IOException {
        this.place = place.toAbsolutePath();
        fresh =
                this.place.resolveSibling(
                        "."
                                + this.place.getFileName()
                                + "."
                                + ProcessHandle.current().pid()
                                + "-"
                                + Long.toString(System.nanoTime(), 36));
        channel = FileChannel.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    OutputStream content() {
        return Channels.newOutputStream(channel);
    }

    void takePlace() throws IOException {
        channel.force(true);
        Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel folder =
                FileChannel.open(place.resolveSibling(""), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    /** Leaves nothing, unless the file has taken its place. */
    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(fresh);
    }
}
