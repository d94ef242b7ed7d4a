package dev.headrace.adapters.local.link;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Function;

/** A socket that links come to, in a folder that nobody else may enter. */
public final class Gate implements AutoCloseable {
    private static final int WAITING_MAX = 1_000;

    private final Selector selector;
    private final ServerSocketChannel server;
    private final Path folder;
    private final Path socket;
    private final Function<Wire, Listener> newcomers;

    /**
     * Opens it in a folder of its own.
     *
     * @param parent the path must be short: a socket's has at most 107 bytes
     * @param newcomers who listens to a new link until it has said who it is
     */
    public Gate(Path parent, Function<Wire, Listener> newcomers) throws IOException {
        this.newcomers = newcomers;
        Files.createDirectories(parent);
        // Not a temporary directory of Java's: the luck in its name costs 40 ms at start-up.
        folder =
                Files.createDirectory(
                        parent.resolve(
                                "headrace-"
                                        + ProcessHandle.current().pid()
                                        + "-"
                                        + Long.toString(System.nanoTime(), Character.MAX_RADIX)),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
        socket = folder.resolve("link");
        selector = Selector.open();
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket), WAITING_MAX);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
    }

    /** Where to connect. */
    public Path socket() {
        return socket;
    }

    /** Ends a wait; may be called by any thread. */
    public void wakeup() {
        selector.wakeup();
    }

    /** Waits at most so many milliseconds (0: not at all) and hands over what has come. */
    public void turn(long millis) {
        try {
            if (millis <= 0) {
                selector.selectNow();
            } else {
                selector.select(millis);
            }
            Set<SelectionKey> keys = selector.selectedKeys();
            for (SelectionKey key : keys) {
                if (key.isValid()) {
                    if (key.attachment() instanceof Wire wire) {
                        serve(wire, key);
                    } else {
                        accept();
                    }
                }
            }
            keys.clear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() throws IOException {
        SocketChannel channel = server.accept();
        while (channel != null) {
            channel.configureBlocking(false);
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            Wire wire = new Wire(channel, key);
            wire.listen(newcomers.apply(wire));
            key.attach(wire);
            channel = server.accept();
        }
    }

    private static void serve(Wire wire, SelectionKey key) {
        if (key.isWritable()) {
            wire.flush();
        }
        if (key.isValid() && key.isReadable()) {
            wire.receive();
        }
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            if (key.attachment() instanceof Wire wire) {
                wire.close();
            }
        }
        server.close();
        selector.close();
        Files.deleteIfExists(socket);
        Files.deleteIfExists(folder);
    }
}
