package dev.headrace.runtime.run;

import dev.headrace.engine.run.RunEvent;
import java.util.List;

/** Events to and from the text that the journal keeps. */
public interface EventText {
    String write(List<RunEvent> events);

    List<RunEvent> read(String text);
}
