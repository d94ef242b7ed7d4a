package dev.headrace.app.text;

import dev.headrace.engine.run.RunState;
import dev.headrace.engine.run.RunState.Begun;
import dev.headrace.runtime.view.RunView;
import dev.headrace.runtime.view.StateWords;
import dev.headrace.spec.flow.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** What is said when a run is no longer followed. */
final class Farewell {
    private final Terminal terminal;
    private final FailureText failures;

    Farewell(Terminal terminal, FailureText failures) {
        this.terminal = terminal;
        this.failures = failures;
    }

    /**
     * The failures, the artifacts, how it ended and what goes on.
     *
     * @param tasks the lines of its tasks, where they were not shown one by one
     * @param lastNotice what was said before of a store that is full
     */
    String text(
            Begun run,
            RunView view,
            Path folder,
            Display.End end,
            String tasks,
            String lastNotice,
            Instant now) {
        boolean left = end == Display.End.STORE_FULL || end == Display.End.QUARANTINED;
        int columns = terminal.errIsScreen() ? terminal.width().getAsInt() : Integer.MAX_VALUE;
        boolean colours = terminal.errIsColoured();
        RunText text =
                new RunText(
                        run,
                        view,
                        left,
                        folder,
                        new RunText.Style(columns, colours, false, failures, terminal.zone()));
        String word = end == Display.End.FENCED ? "taken over" : StateWords.of(run, left);
        StringBuilder all = new StringBuilder(tasks);
        all.append(text.artifacts()).append(text.failures());
        if (end == Display.End.STORE_FULL) {
            all.append(Errors.text(full(run, lastNotice)));
        }
        all.append(Mark.of(word).in(colours)).append(' ').append(word);
        view.started()
                .ifPresent(start ->
                        all.append("   ")
                                .append(
                                        Amounts.duration(
                                                Duration.between(
                                                        start, view.ended().orElse(now)))));
        all.append('\n');
        if (end != Display.End.FENCED && !isFine(run)) {
            all.append(text.goOn().strip()).append('\n');
        }
        return all.toString();
    }

    private static boolean isFine(Begun run) {
        return run instanceof RunState.Finished && StateWords.of(run, false).equals("succeeded");
    }

    private static Problem full(Begun run, String why) {
        return Problem.at("", "HR-0304", "the store takes no more; the run stands still")
                .because(why)
                .mend("make room, then headrace resume " + run.head().run());
    }
}
