package dev.headrace.adapters.local.files;

import dev.headrace.adapters.local.home.Home;
import dev.headrace.adapters.local.home.HomeTrouble;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A hold on all artifacts, gone with its process however that ends. A task that makes what is there
 * already takes what is there, and only later a journal tells of it: so as long as any controller
 * lives, nobody knows from the journals alone what is needed. A process has one at most: to close
 * the file of another would give it up.
 */
public final class ArtifactUse implements AutoCloseable {
    private static final String NAME = ".use";

    private final FileChannel channel;

    private ArtifactUse(FileChannel channel) {
        this.channel = channel;
    }

    /** Of a controller, beside others; waits until nobody removes any. */
    public static ArtifactUse shared(Home home) {
        Path file = home.artifacts().resolve(NAME);
        try {
            FileChannel channel = open(file);
            FileLock _ = channel.lock(0, Long.MAX_VALUE, true);
            return new ArtifactUse(channel);
        } catch (IOException trouble) {
            throw HomeTrouble.cannotMake(file, trouble);
        }
    }

    /** Of somebody who removes some; nothing if there is a controller. */
    public static Optional<ArtifactUse> alone(Home home) {
        Path file = home.artifacts().resolve(NAME);
        try {
            FileChannel channel = open(file);
            if (locked(channel)) {
                return Optional.of(new ArtifactUse(channel));
            }
            channel.close();
            return Optional.empty();
        } catch (IOException trouble) {
            throw HomeTrouble.cannotMake(file, trouble);
        }
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException ours) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException left) {
            // The lock goes with the process.
            return;
        }
    }
}
