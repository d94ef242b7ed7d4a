package dev.headrace.adapters.local.link;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** One end of a link: takes frames apart and writes them, as far as the socket goes. */
public final class Wire {
    /** Bytes of one frame. */
    public static final int FRAME_MAX = 64 << 20;

    /** What is said of a link that the other side has closed. */
    public static final String CLOSED = "it closed the link to its worker";

    private static final int BUFFER = 1 << 16;

    private final SocketChannel channel;
    private final SelectionKey key;
    private final Deque<ByteBuffer> unsent = new ArrayDeque<>();
    private final ByteBuffer usual = ByteBuffer.allocateDirect(BUFFER);
    private ByteBuffer unread = usual;
    private @Nullable Listener listener;
    private boolean broken;

    Wire(SocketChannel channel, SelectionKey key) {
        this.channel = channel;
        this.key = key;
    }

    /** From now on this one is told what comes. */
    public void listen(Listener to) {
        listener = to;
    }

    /**
     * Sends what can be sent at once and keeps the rest.
     *
     * @return false if the other side is known to be gone, and has not read it
     */
    public boolean send(String frame) {
        byte[] bytes = frame.getBytes(StandardCharsets.UTF_8);
        ByteBuffer buffer = ByteBuffer.allocate(4 + bytes.length);
        buffer.putInt(bytes.length).put(bytes).flip();
        unsent.add(buffer);
        if (unsent.size() == 1) {
            flush();
        }
        return !broken;
    }

    void flush() {
        try {
            while (!unsent.isEmpty()) {
                channel.write(unsent.element());
                if (unsent.element().hasRemaining()) {
                    key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
                    return;
                }
                unsent.remove();
            }
            if (key.isValid() && key.interestOps() != SelectionKey.OP_READ) {
                key.interestOps(SelectionKey.OP_READ);
            }
        } catch (IOException e) {
            broken = true;
            unsent.clear(); // who reads from it learns that the other side is gone
        }
    }

    /** Hands over the whole frames that have come. */
    void receive() {
        boolean more = true;
        while (more && channel.isOpen()) {
            more = take(read());
        }
    }

    /** Hands over all that the other side has sent before it went. */
    public void drain() {
        int got = 1;
        while (got > 0 && channel.isOpen()) {
            got = read();
            take(got);
        }
    }

    private int read() {
        try {
            return channel.read(unread);
        } catch (IOException e) {
            return -1; // reset, because it went without reading all that was sent to it
        }
    }

    /** Hands over the whole frames that are here. Whether there may be more to read. */
    private boolean take(int got) {
        boolean full = !unread.hasRemaining();
        try {
            hearAll();
        } catch (IOException | IllegalArgumentException | ArithmeticException e) {
            end(e.getMessage() == null ? e.toString() : e.getMessage());
        }
        if (got < 0) {
            end(CLOSED);
        }
        return full;
    }

    private void hearAll() throws IOException {
        unread.flip();
        while (unread.remaining() >= 4 && channel.isOpen()) {
            int length = unread.getInt(unread.position());
            if (length < 0 || length > FRAME_MAX) {
                throw new IOException("it sent a frame of " + length + " bytes");
            }
            if (unread.remaining() < 4 + length) {
                break;
            }
            unread.getInt();
            byte[] frame = new byte[length];
            unread.get(frame);
            hear(frame);
        }
        makeRoom();
    }

    private void hear(byte[] bytes) throws IOException {
        Listener told = listener;
        if (told != null) {
            try (Frame frame = new Frame(bytes)) {
                told.frame(frame.text(), frame);
            }
        }
    }

    private void makeRoom() {
        int wanted = unread.remaining() >= 4 ? unread.getInt(unread.position()) + 4 : 0;
        if (wanted > unread.capacity()) {
            ByteBuffer larger = ByteBuffer.allocate(wanted);
            larger.put(unread);
            unread = larger;
        } else if (!unread.hasRemaining() && unread.capacity() > BUFFER) {
            unread = usual.clear();
        } else {
            unread.compact();
        }
    }

    private void end(String why) {
        if (channel.isOpen()) {
            close();
            Listener told = listener;
            if (told != null) {
                told.gone(why);
            }
        }
    }

    /** Lets the other side go; nobody is told. */
    public void close() {
        key.cancel();
        try {
            channel.close();
        } catch (IOException e) {
            // it is closed either way
        }
    }
}
