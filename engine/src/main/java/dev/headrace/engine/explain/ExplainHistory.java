package dev.headrace.engine.explain;

import dev.headrace.engine.run.RunState.Begun;
import dev.headrace.spec.run.Outcome;
import java.util.Optional;

/** What there is to say of the generation of a run, and of the length of its journal. */
final class ExplainHistory {
    private static final String REMEDY =
            "let the flow call continue_as_new now and then, or give it a higher history";

    private ExplainHistory() {}

    /** Empty for a run that has gone on in one and is not long. */
    static String sentence(Begun run) {
        StringBuilder text = new StringBuilder();
        if (run.head().history().base() > 1) {
            text.append(" It is in generation ").append(run.head().generation()).append('.');
        }
        if (run.head().history().warned()) {
            text.append(" It has had ")
                    .append(run.head().history().events())
                    .append(" of at most ")
                    .append(run.flow().history())
                    .append(" events.");
        }
        return text.toString();
    }

    static String remedy(Begun run) {
        return run.head().history().warned() ? REMEDY : "";
    }

    /** What to do about a run that has failed of its length. */
    static Optional<String> tooLong(Begun run) {
        return run.tree().root().outcome().orElse(null) instanceof Outcome.Failed(var failure)
                        && failure.type().equals("HistoryTooLong")
                ? Optional.of(REMEDY)
                : Optional.empty();
    }
}
