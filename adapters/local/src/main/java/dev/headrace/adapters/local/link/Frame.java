package dev.headrace.adapters.local.link;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/** Reads one frame from its beginning to its end, in the order of its fields. */
public final class Frame implements AutoCloseable {
    private static final JsonFactory JSON =
            JsonFactory.builder().recyclerPool(JsonRecyclerPools.threadLocalPool()).build();

    private final byte[] bytes;
    private final JsonParser parser;
    private boolean peeked;

    /** Opens the array; the verb is the first text. */
    public Frame(byte[] bytes) throws IOException {
        this.bytes = bytes;
        try {
            parser = JSON.createParser(ObjectReadContext.empty(), bytes);
            expect(JsonToken.START_ARRAY);
        } catch (JacksonException e) {
            throw new IOException("a frame is no JSON array", e);
        }
    }

    /** Reads on a JSON text of another kind, an object for one. */
    public static Frame of(String json) throws IOException {
        return new Frame(("[" + json + "]").getBytes(StandardCharsets.UTF_8));
    }

    public String text() throws IOException {
        return optionalText().orElseThrow(() -> new IOException("a text is missing in a frame"));
    }

    public Optional<String> optionalText() throws IOException {
        JsonToken token = next();
        if (token == JsonToken.VALUE_NULL) {
            return Optional.empty();
        }
        if (token != JsonToken.VALUE_STRING) {
            throw new IOException("expected a text in a frame, found " + token);
        }
        return Optional.of(parser.getString());
    }

    /** The text that comes next; anything else is passed over. */
    public Optional<String> optionalTextOrPass() throws IOException {
        if (next() == JsonToken.VALUE_STRING) {
            return Optional.of(parser.getString());
        }
        skip();
        return Optional.empty();
    }

    public long number() throws IOException {
        return optionalNumber()
                .orElseThrow(() -> new IOException("a number is missing in a frame"));
    }

    public Optional<Long> optionalNumber() throws IOException {
        JsonToken token = next();
        if (token == JsonToken.VALUE_NULL) {
            return Optional.empty();
        }
        if (!token.isNumeric()) {
            throw new IOException("expected a number in a frame, found " + token);
        }
        return Optional.of(parser.getLongValue());
    }

    public Optional<Double> optionalDouble() throws IOException {
        JsonToken token = next();
        if (token == JsonToken.VALUE_NULL) {
            return Optional.empty();
        }
        if (!token.isNumeric()) {
            throw new IOException("expected a number in a frame, found " + token);
        }
        return Optional.of(parser.getDoubleValue());
    }

    /** The text of whatever value comes next, as it was written. */
    public String json() throws IOException {
        next();
        return currentJson();
    }

    /** The same; empty for null. */
    public Optional<String> optionalJson() throws IOException {
        return next() == JsonToken.VALUE_NULL ? Optional.empty() : Optional.of(currentJson());
    }

    private String currentJson() throws IOException {
        try {
            int from = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
                parser.finishToken();
            } else {
                parser.skipChildren();
            }
            int to = Math.toIntExact(parser.currentLocation().getByteOffset());
            return new String(bytes, from, to - from, StandardCharsets.UTF_8);
        } catch (JacksonException e) {
            throw new IOException("a value in a frame is no JSON", e);
        }
    }

    /** Opens a list; its items follow until {@link #more} says no. */
    public void list() throws IOException {
        expect(JsonToken.START_ARRAY);
    }

    /** Opens a list; false for null. */
    public boolean optionalList() throws IOException {
        JsonToken token = next();
        if (token == JsonToken.VALUE_NULL) {
            return false;
        }
        if (token != JsonToken.START_ARRAY) {
            throw new IOException("expected a list in a frame, found " + token);
        }
        return true;
    }

    /** Whether the open list has another item; at its end it is closed. */
    public boolean more() throws IOException {
        JsonToken token = next();
        if (token == JsonToken.END_ARRAY) {
            return false;
        }
        peeked = true;
        return true;
    }

    /** Closes a list whose known items have been read; further ones are passed over. */
    public void end() throws IOException {
        while (next() != JsonToken.END_ARRAY) {
            skip();
        }
    }

    public List<String> texts() throws IOException {
        List<String> texts = new ArrayList<>();
        list();
        while (more()) {
            texts.add(text());
        }
        return texts;
    }

    /** Reads an object's members. */
    public void object(Members members) throws IOException {
        expect(JsonToken.START_OBJECT);
        while (next() == JsonToken.PROPERTY_NAME) {
            members.member(parser.currentName());
        }
    }

    /** Passes over the value that comes next. */
    public void pass() throws IOException {
        next();
        skip();
    }

    private void skip() throws IOException {
        try {
            parser.skipChildren();
        } catch (JacksonException e) {
            throw new IOException("a frame is no JSON", e);
        }
    }

    /** Told each member's name; must read its value. */
    public interface Members {
        void member(String name) throws IOException;
    }

    private void expect(JsonToken wanted) throws IOException {
        JsonToken token = next();
        if (token != wanted) {
            throw new IOException("expected " + wanted + " in a frame, found " + token);
        }
    }

    private JsonToken next() throws IOException {
        try {
            if (peeked) {
                peeked = false;
                return present(parser.currentToken());
            }
            return present(parser.nextToken());
        } catch (JacksonException e) {
            throw new IOException("a frame is no JSON", e);
        }
    }

    private static JsonToken present(@Nullable JsonToken token) throws IOException {
        if (token == null) {
            throw new IOException("a frame ends too early");
        }
        return token;
    }

    @Override
    public void close() {
        parser.close();
    }
}
