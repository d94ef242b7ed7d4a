package dev.headrace.adapters.local.home;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * The socket on which an owner hears that a message lies in the store. It carries no content: who
 * rings has written to the store before.
 */
public final class Doorbell implements AutoCloseable {
    private static final String PREFIX = "headrace-";
    private static final String NAME = "bell";

    private static final long PAUSE_NANOS = 100_000_000;

    private final ServerSocketChannel channel;
    private final Path path;
    private final Runnable heard;
    private final Thread thread;

    private Doorbell(ServerSocketChannel channel, Path path, Runnable heard) {
        this.channel = channel;
        this.path = path;
        this.heard = heard;
        thread = Thread.ofPlatform().daemon().name("doorbell").unstarted(this::listen);
    }

    /** Runs {@code heard} on a thread of its own whenever somebody rings. */
    public static Doorbell listen(Map<String, String> environment, Runnable heard) {
        Path base = SocketFolder.of(environment);
        try {
            Path path = Files.createTempDirectory(base, PREFIX).resolve(NAME);
            var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            channel.bind(UnixDomainSocketAddress.of(path));
            var bell = new Doorbell(channel, path, heard);
            bell.thread.start();
            return bell;
        } catch (IOException trouble) {
            throw HomeTrouble.cannotMake(base, trouble);
        }
    }

    public Path path() {
        return path;
    }

    private void listen() {
        while (channel.isOpen()) {
            try (SocketChannel _ = channel.accept()) {
                heard.run();
            } catch (ClosedChannelException closed) {
                return;
            } catch (IOException failed) {
                // One caller less; there is a slow sweep for what was not heard. Without file
                // descriptors left it would fail at once again.
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** Wakes that owner; false if it is not there to hear. */
    public static boolean ring(Home home, String ownerId) {
        Optional<Path> path = Ownership.owner(home, ownerId).flatMap(Owner::doorbell);
        if (path.isEmpty()) {
            return false;
        }
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(path.get()))) {
            channel.write(ByteBuffer.allocate(1));
            return true;
        } catch (IOException nobody) {
            return false;
        }
    }

    /** Removes a socket that its owner left behind. */
    static void remove(Path path) {
        Path folder = path.getParent();
        if (folder == null
                || !path.endsWith(NAME)
                || !String.valueOf(folder.getFileName()).startsWith(PREFIX)) {
            return;
        }
        try {
            Files.deleteIfExists(path);
            Files.deleteIfExists(folder);
        } catch (IOException left) {
            // A socket on which nobody listens does no harm.
            return;
        }
    }

    /** Wakes the thread and waits for it: one left in the kernel would hold up the exit. */
    @Override
    public void close() {
        try {
            channel.close();
            thread.join();
        } catch (IOException trouble) {
            // It is closed as far as it can be.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        remove(path);
    }
}
