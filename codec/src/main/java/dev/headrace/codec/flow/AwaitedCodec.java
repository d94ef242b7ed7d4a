package dev.headrace.codec.flow;

import dev.headrace.codec.json.BadJson;
import dev.headrace.codec.json.Json;
import dev.headrace.spec.flow.InvalidSpec;
import dev.headrace.spec.run.Awaited;

/** What is waited for, to text and back: in calls of bodies, where no flow stands around it. */
public final class AwaitedCodec {
    private AwaitedCodec() {}

    public static String write(Awaited awaited) {
        return WaitShapes.AWAITED.write(awaited).compact();
    }

    /**
     * What {@link #write} wrote, or a body's own.
     *
     * @throws IllegalArgumentException if nothing can be waited for so
     */
    public static Awaited read(String text) {
        try {
            return WaitShapes.AWAITED.read(Json.read(text), "");
        } catch (BadJson | InvalidSpec e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
