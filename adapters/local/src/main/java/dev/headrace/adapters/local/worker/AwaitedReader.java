package dev.headrace.adapters.local.worker;

import dev.headrace.adapters.local.link.Frame;
import dev.headrace.spec.run.Awaited;
import dev.headrace.spec.run.Awaited.Limit;
import dev.headrace.spec.run.Form;
import dev.headrace.spec.run.Value;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a body waits for, as the link says it: a list that begins with a word. */
final class AwaitedReader {
    private AwaitedReader() {}

    static Awaited read(Frame frame) throws IOException {
        try {
            frame.list();
            Awaited awaited =
                    switch (frame.text()) {
                        case "after" -> new Awaited.After(seconds(frame.optionalDouble()));
                        case "until" -> new Awaited.Until(Instant.parse(frame.text()));
                        case "signal" -> new Awaited.Signal(frame.text(), limit(frame));
                        case "approval" ->
                                new Awaited.Approval(
                                        new Form(frame.text(), fields(frame)), false, limit(frame));
                        case String word -> throw new IOException("no wait for '" + word + "'");
                    };
            frame.end();
            return awaited;
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException("a wait in a frame cannot be", e);
        }
    }

    /** Seconds, or null for ever. Whose time is over fails. */
    private static Limit limit(Frame frame) throws IOException {
        Optional<Double> seconds = frame.optionalDouble();
        return seconds.isEmpty()
                ? Limit.NONE
                : new Limit(Optional.of(seconds(seconds)), Limit.Then.FAIL);
    }

    /** {@code [name, type, default]}, where a default of null is none. */
    private static List<Form.Field> fields(Frame frame) throws IOException {
        List<Form.Field> fields = new ArrayList<>();
        frame.list();
        while (frame.more()) {
            frame.list();
            String name = frame.text();
            Form.Type type = Form.Type.valueOf(frame.text().toUpperCase(Locale.ROOT));
            fields.add(new Form.Field(name, type, frame.optionalJson().map(Value::new)));
            frame.end();
        }
        return fields;
    }

    private static Duration seconds(Optional<Double> seconds) throws IOException {
        double number = seconds.orElseThrow(() -> new IOException("a time is missing"));
        return Duration.ofNanos(Math.round(number * 1_000) * 1_000_000);
    }
}
