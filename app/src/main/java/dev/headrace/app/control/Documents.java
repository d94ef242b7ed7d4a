package dev.headrace.app.control;

import dev.headrace.app.store.JournalText;
import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonNull;
import dev.headrace.codec.json.Values;
import dev.headrace.engine.run.RunState;
import dev.headrace.runtime.view.RunDocument;
import dev.headrace.runtime.view.RunReading;
import dev.headrace.spec.run.RunId;
import dev.headrace.spec.run.Value;
import dev.headrace.spi.store.EventStore;
import java.util.Optional;

/** What {@code run} and {@code resume} print on standard output. */
final class Documents {
    private Documents() {}

    /** The flow's result for people; nothing when it gave none. */
    static Optional<String> result(Value value) {
        Json shown = Values.shown(value);
        return shown instanceof JsonNull ? Optional.empty() : Optional.of(shown.pretty());
    }

    /** The document of a run that was followed here until now. */
    static String of(EventStore store, RunId run, RunState.Begun state) {
        RunReading reading =
                new RunReading(
                        store, JournalText.JSON, run, state.flow(), state.head().history().base());
        reading.catchUp();
        boolean over = state instanceof RunState.Finished;
        return RunDocument.shown(reading.state().orElse(state), reading.view(), !over).text();
    }
}
