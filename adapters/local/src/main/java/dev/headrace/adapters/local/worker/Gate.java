package dev.headrace.adapters.local.worker;

import dev.headrace.adapters.local.link.Wire;
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

/** The worker's socket: where what it starts comes to, in a folder that nobody else may enter. */
final class Gate implements AutoCloseable {
    private final Selector selector;
    private final ServerSocketChannel server;
    private final Path folder;
    final Path socket;

    /** Told what comes over a link. */
    interface Guests {
        void frame(Wire wire, byte[] frame) throws IOException;

        void gone(Wire wire);
    }

    Gate(Path parent) throws IOException {
        Files.createDirectories(parent);
        folder =
                Files.createTempDirectory(
                        parent,
                        "headrace-",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
        socket = folder.resolve("worker");
        selector = Selector.open();
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket), 1000);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
    }

    void wakeup() {
        selector.wakeup();
    }

    /** Waits at most so many milliseconds (0: not at all) and hands over what has come. */
    void turn(long millis, Guests guests) {
        try {
            if (millis <= 0) {
                selector.selectNow();
            } else {
                selector.select(millis);
            }
            Set<SelectionKey> keys = selector.selectedKeys();
            for (SelectionKey key : keys) {
                if (key.isValid() && key.isAcceptable()) {
                    accept();
                } else if (key.isValid()) {
                    serve(key, guests);
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
            key.attach(new Wire(channel, key));
            channel = server.accept();
        }
    }

    private static void serve(SelectionKey key, Guests guests) {
        if (!(key.attachment() instanceof Wire wire)) {
            throw new IllegalStateException("a link without a wire");
        }
        try {
            if (key.isWritable()) {
                wire.flush();
            }
            if (key.isReadable()) {
                for (byte[] frame : wire.receive()) {
                    guests.frame(wire, frame);
                }
            }
        } catch (IOException e) {
            wire.close();
            guests.gone(wire);
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
