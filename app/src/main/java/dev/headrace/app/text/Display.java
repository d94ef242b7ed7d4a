package dev.headrace.app.text;

import dev.headrace.engine.run.RunState;
import dev.headrace.runtime.run.Watcher;
import dev.headrace.runtime.view.RunView;
import dev.headrace.spec.run.RunId;
import java.nio.file.Path;
import java.time.Clock;

/**
 * What the terminal shows of a run while it is under way. All of it goes to standard error. Every
 * call returns at once, from whatever thread; a slow terminal never holds up the caller. The calls
 * of {@link Watcher} come between {@link #began} and {@link #ended}.
 */
public interface Display extends Watcher, AutoCloseable {
    /**
     * The one that suits this terminal.
     *
     * @param verbose our own frames in tracebacks too
     */
    static Display on(Terminal terminal, boolean verbose) {
        FailureText failures = new FailureText(Path.of("").toAbsolutePath(), verbose);
        return new QueuedDisplay(
                terminal.errIsScreen()
                        ? new LiveNarrator(terminal, failures)
                        : new PlainNarrator(terminal, failures, verbose),
                Clock.systemUTC());
    }

    /** A step on the way to a run, such as setting up an environment. */
    void notice(String text);

    /**
     * A run begins.
     *
     * @param folder of the run, where its logs lie
     */
    default void began(RunId run, String flow, Path folder) {
        began(run, flow, folder, new RunView());
    }

    /**
     * A run goes on.
     *
     * @param history what its journal tells so far; it is the display's from now on
     */
    void began(RunId run, String flow, Path folder, RunView history);

    /** Nothing more will happen: what came of it, its artifacts, and how to go on. */
    void ended(RunState.Begun state, End end);

    /** Everything that was said has been written when this returns. */
    @Override
    void close();

    /** Why nothing more will happen. */
    enum End {
        /** The run is over. */
        FINISHED,
        /** Another controller has it now. */
        FENCED,
        /** A defect of ours stopped it. */
        QUARANTINED,
        /** The store takes no more: the run is left as it is. */
        STORE_FULL
    }
}
