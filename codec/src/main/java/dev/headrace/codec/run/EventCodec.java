package dev.headrace.codec.run;

import dev.headrace.engine.run.RunEvent;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;

/**
 * The events of a batch to text and back: a list of objects whose {@code t} says what happened and
 * whose {@code v} the version of that kind of event. The sequence number of an event is that of the
 * batch plus its place in the list; its time is the batch's.
 */
public final class EventCodec {
    /** Of every kind of event so far. */
    static final int VERSION = 1;

    private EventCodec() {}

    public static String write(List<RunEvent> events) {
        Out out = new Out();
        out.open('[');
        events.forEach(event -> EventParts.write(out, event));
        out.close(']');
        return out.toString();
    }

    /**
     * The events that {@link #write} wrote.
     *
     * @throws UnreadableJournal if a newer program wrote them, or they are damaged
     */
    public static List<RunEvent> read(String text) {
        try (In in = new In(text)) {
            in.next();
            in.open(JsonToken.START_ARRAY);
            List<RunEvent> events = new ArrayList<>();
            while (in.next()) {
                events.add(event(in));
            }
            if (!in.isAtEnd()) {
                throw UnreadableJournal.damaged("there is more after the end");
            }
            return events;
        } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
            throw UnreadableJournal.damaged(String.valueOf(e.getMessage()));
        } catch (ArithmeticException e) {
            throw UnreadableJournal.damaged("a number is too large");
        }
    }

    private static RunEvent event(In in) {
        in.open(JsonToken.START_OBJECT);
        String name = in.next() && in.name().equals("t") ? in.text() : "";
        long version = in.next() && in.name().equals("v") ? in.number() : 0;
        if (name.isEmpty() || version < 1) {
            throw UnreadableJournal.damaged("an event does not begin with t and v");
        }
        Parts<? extends RunEvent> parts = EventParts.BY_NAME.get(name);
        if (parts == null || version > VERSION) {
            throw UnreadableJournal.newer(
                    "the event '" + name + "' of version " + version + " is not known");
        }
        return parts.read(in);
    }

    /** The table of all that may be in a journal, as Markdown. */
    public static String table() {
        return EventTable.text();
    }
}
