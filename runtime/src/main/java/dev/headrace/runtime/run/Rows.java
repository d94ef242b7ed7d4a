package dev.headrace.runtime.run;

import dev.headrace.engine.run.RunState;
import dev.headrace.engine.run.RunState.Begun;
import dev.headrace.engine.run.RunState.Head;
import dev.headrace.spi.store.EventStore.RunRow;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** What lists show of a run, from its state. */
public final class Rows {
    private Rows() {}

    /** The word for a state, as everywhere. */
    public static String word(RunState state) {
        return switch (state) {
            case RunState.NotStarted _ -> "waiting";
            case RunState.Active(_, var tree) -> tree.waits() ? "waiting" : "running";
            case RunState.Paused _ -> "paused";
            case RunState.Cancelling _ -> "cancelling";
            case RunState.Finished(_, _, var verdict) -> verdict.name().toLowerCase(Locale.ROOT);
        };
    }

    static RunRow of(Begun state, Optional<RunRow> before, Instant now) {
        Head head = state.head();
        return new RunRow(
                head.run(),
                head.flow().name(),
                head.version(),
                word(state),
                head.owner(),
                head.epoch(),
                before.map(RunRow::created).orElse(now),
                state instanceof RunState.Finished ? Optional.of(now) : Optional.empty(),
                head.history().base());
    }

    /** Whether lists would show something else. */
    static boolean differ(RunRow after, Optional<RunRow> before) {
        return before.isEmpty()
                || !before.get().state().equals(after.state())
                || before.get().epoch() != after.epoch()
                || before.get().base() != after.base();
    }
}
