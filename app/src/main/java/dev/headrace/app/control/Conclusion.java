package dev.headrace.app.control;

import dev.headrace.app.command.Given;
import dev.headrace.app.command.Surroundings;
import dev.headrace.app.text.Display;
import dev.headrace.engine.run.RunState;
import dev.headrace.engine.run.Verdict;
import dev.headrace.spec.run.RunId;
import dev.headrace.spi.store.EventStore;

/** What is said when a run is no longer followed: the result, or its document, and the status. */
final class Conclusion {
    private static final int FAILED = 1;
    private static final int STORE = 3;
    private static final int INTERRUPTED = 130;

    private final Given given;
    private final Surroundings here;

    Conclusion(Given given, Surroundings here) {
        this.given = given;
        this.here = here;
    }

    int of(Session session, Display.End end, EventStore store, RunId run, Display display) {
        RunState.Begun state = session.state();
        display.ended(state, end);
        display.close();
        say(state, store, run);
        if (session.interrupted()) {
            return INTERRUPTED;
        }
        return switch (end) {
            case FINISHED ->
                    state instanceof RunState.Finished done && done.verdict() == Verdict.SUCCEEDED
                            ? 0
                            : FAILED;
            case FENCED, QUARANTINED, STORE_FULL -> STORE;
        };
    }

    /** The result of the flow, or the document of the run, on standard output. */
    void say(RunState.Begun state, EventStore store, RunId run) {
        if (given.json()) {
            here.terminal().out().println(Documents.of(store, run, state));
        } else if (state instanceof RunState.Finished done) {
            done.result().flatMap(Documents::result).ifPresent(here.terminal().out()::print);
        }
    }
}
