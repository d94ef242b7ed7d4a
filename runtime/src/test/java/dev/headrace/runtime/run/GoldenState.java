package dev.headrace.runtime.run;

import dev.headrace.engine.run.NodeState;
import dev.headrace.engine.run.Phase;
import dev.headrace.engine.run.RunState;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Value;

/** A state as text that does not change when its classes do. */
public final class GoldenState {
    private GoldenState() {}

    public static String text(RunState state) {
        StringBuilder text = new StringBuilder(Rows.word(state)).append('\n');
        if (state instanceof RunState.Begun run) {
            text.append("owner ").append(run.head().owner());
            text.append(" epoch ").append(run.head().epoch());
            text.append(" generation ").append(run.head().generation()).append('\n');
            for (var entry : run.tree().nodes()) {
                NodeState node = entry.value();
                text.append('/').append(node.path()).append(": ").append(phase(node.phase()));
                text.append(", attempts ").append(node.tally().attempts());
                node.family()
                        .recorded()
                        .forEach(value -> {
                            if (value.key().startsWith("timeout#")) {
                                text.append(", gave up ").append(value.key());
                            }
                        });
                text.append('\n');
            }
        }
        return text.toString();
    }

    private static String phase(Phase phase) {
        return switch (phase) {
            case Phase.Settled(Outcome.Succeeded(Value value)) -> "gave " + value;
            case Phase.Settled(Outcome.Failed(Failure failure)) ->
                    "failed " + failure.kind() + " " + failure.type();
            case Phase.Settled(Outcome.Skipped(var because, var reason, _)) ->
                    (reason == Outcome.Skipped.Reason.NEED ? "omitted" : "skipped")
                            + " for /"
                            + because;
            case Phase.Settled(Outcome.Cancelled(String why)) -> "cancelled: " + why;
            case Phase.Settled(Outcome.Lost(String why)) -> "lost: " + why;
            case Phase.Waiting _ -> "waits";
            case Phase.Doomed _ -> "doomed";
            case Phase.Eligible _ -> "eligible";
            case Phase.Looking _ -> "looking";
            case Phase.Ready _ -> "ready";
            case Phase.Open _ -> "open";
            case Phase.Placed _ -> "placed";
            case Phase.Started _ -> "started";
            case Phase.Parked parked -> "parked, missing " + parked.missing();
            case Phase.Stopping stopping -> "stopping " + stopping.reason();
            case Phase.BackingOff(var due, var after) -> "backs off until " + due + lost(after);
            case Phase.Asleep(_, var due) -> "asleep" + due.map(at -> " until " + at).orElse("");
            case Phase.Closing _ -> "closing";
        };
    }

    private static String lost(Phase.After after) {
        return switch (after) {
            case LOSS -> ", lost";
            case LOOK -> ", looks";
            case FAILURE -> "";
        };
    }
}
