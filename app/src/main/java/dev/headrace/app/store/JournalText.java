package dev.headrace.app.store;

import dev.headrace.codec.run.EventCodec;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.runtime.run.EventText;
import java.util.List;

/** Events as every journal keeps them. */
public enum JournalText implements EventText {
    JSON;

    @Override
    public String write(List<RunEvent> events) {
        return EventCodec.write(events);
    }

    @Override
    public List<RunEvent> read(String text) {
        return EventCodec.read(text);
    }
}
