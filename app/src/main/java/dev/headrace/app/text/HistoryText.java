package dev.headrace.app.text;

import dev.headrace.codec.json.Values;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunState.Begun;
import dev.headrace.spec.run.AttemptId;
import java.util.stream.Collectors;

/** What concerns the length of a run's journal, by a line. */
final class HistoryText {
    private HistoryText() {}

    /** Which try of its generation this was, if not the first. */
    static String number(Begun state, AttemptId attempt) {
        int above = state.tree().find(attempt.node()).map(node -> node.tally().above()).orElse(0);
        int number = attempt.number() - above;
        return number <= 1 ? "" : "  attempt " + number;
    }

    static String line(RunEvent.OfHistory event) {
        return switch (event) {
            case RunEvent.HistoryWarned(int events, int limit) ->
                    Mark.BUSY.sign()
                            + " the run has had "
                            + events
                            + " of at most "
                            + limit
                            + " events\n  continue_as_new begins a fresh journal";
            case RunEvent.RunContinued continued ->
                    Mark.AGAIN.sign()
                            + " generation "
                            + continued.generation()
                            + continued.start().arguments().entrySet().stream()
                                    .map(one ->
                                            "  "
                                                    + one.getKey()
                                                    + "="
                                                    + Values.display(one.getValue()))
                                    .collect(Collectors.joining());
        };
    }
}
