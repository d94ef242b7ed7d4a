package dev.headrace.adapters.local.link;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** One end of a link: takes frames apart and writes them, as far as the socket goes. */
public final class Wire {
    /** Bytes of one frame. */
    public static final int FRAME_MAX = 64 << 20;

    private final SocketChannel channel;
    private final SelectionKey key;
    private final Deque<ByteBuffer> unsent = new ArrayDeque<>();
    private ByteBuffer unread = ByteBuffer.allocate(1 << 16);

    public Wire(SocketChannel channel, SelectionKey key) {
        this.channel = channel;
        this.key = key;
    }

    /** Sends what can be sent at once and keeps the rest. */
    public void send(String frame) throws IOException {
        byte[] bytes = frame.getBytes(StandardCharsets.UTF_8);
        ByteBuffer buffer = ByteBuffer.allocate(4 + bytes.length);
        buffer.putInt(bytes.length).put(bytes).flip();
        unsent.add(buffer);
        flush();
    }

    public void flush() throws IOException {
        while (!unsent.isEmpty()) {
            channel.write(unsent.element());
            if (unsent.element().hasRemaining()) {
                key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
                return;
            }
            unsent.remove();
        }
        if (key.interestOps() != SelectionKey.OP_READ) {
            key.interestOps(SelectionKey.OP_READ);
        }
    }

    /**
     * The whole frames that have come.
     *
     * @throws IOException also at the end of the link, once all frames were taken
     */
    public List<byte[]> receive() throws IOException {
        int got = channel.read(unread);
        List<byte[]> frames = new ArrayList<>();
        unread.flip();
        while (unread.remaining() >= 4) {
            int length = unread.getInt(unread.position());
            if (length < 0 || length > FRAME_MAX) {
                throw new IOException("a frame of " + length + " bytes");
            }
            if (unread.remaining() < 4 + length) {
                break;
            }
            unread.getInt();
            byte[] frame = new byte[length];
            unread.get(frame);
            frames.add(frame);
        }
        makeRoom();
        if (got < 0 && frames.isEmpty()) {
            throw new IOException("the other side is gone");
        }
        return frames;
    }

    private void makeRoom() {
        int wanted = unread.remaining() >= 4 ? unread.getInt(unread.position()) + 4 : 0;
        unread.compact();
        if (wanted > unread.capacity() || !unread.hasRemaining()) {
            byte[] held = Arrays.copyOf(unread.array(), unread.position());
            unread = ByteBuffer.allocate(Math.max(wanted, unread.capacity() * 2));
            unread.put(held);
        }
    }

    public void close() {
        key.cancel();
        try {
            channel.close();
        } catch (IOException e) {
            // it is gone either way
        }
    }
}
