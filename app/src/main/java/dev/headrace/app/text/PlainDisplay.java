package dev.headrace.app.text;

import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunState;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.RunId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A line for each thing that happens, for logs and pipes. */
final class PlainDisplay implements Display {
    private final Terminal terminal;
    private final boolean verbose;

    PlainDisplay(Terminal terminal, boolean verbose) {
        this.terminal = terminal;
        this.verbose = verbose;
    }

    @Override
    public void notice(String text) {
        terminal.err().println(text);
    }

    @Override
    public void began(RunId run, String flow, Path folder) {
        terminal.err().println("run " + run + "  " + flow);
    }

    @Override
    public void happened(
            RunId run, long sequence, Instant at, List<RunEvent> events, RunState.Begun state) {
        if (verbose) {
            events.forEach(event -> terminal.err().println(at + " " + event));
        }
    }

    @Override
    public void progressed(RunId run, AttemptId attempt, Optional<Double> fraction, String text) {}

    @Override
    public void fenced(RunId run) {
        notice("another controller has the run " + run + " now");
    }

    @Override
    public void quarantined(RunId run, RuntimeException defect) {
        notice("a defect of Headrace stopped the run " + run + ": " + defect);
    }

    @Override
    public void refused(String why, boolean full) {
        notice(why);
    }

    @Override
    public void ended(RunState.Begun state, End end) {
        notice("run " + state.head().run() + " " + end);
    }

    @Override
    public void close() {
        terminal.err().flush();
    }
}
