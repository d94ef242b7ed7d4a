package dev.headrace.runtime.sim;

import dev.headrace.codec.run.EventCodec;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.runtime.run.EventText;
import java.util.List;

/** The real form of events in a journal. */
final class CodecText implements EventText {
    @Override
    public String write(List<RunEvent> events) {
        return EventCodec.write(events);
    }

    @Override
    public List<RunEvent> read(String text) {
        return EventCodec.read(text);
    }
}
