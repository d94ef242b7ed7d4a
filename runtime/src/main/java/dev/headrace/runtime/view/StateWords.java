package dev.headrace.runtime.view;

import dev.headrace.engine.run.Phase;
import dev.headrace.engine.run.RunState;
import dev.headrace.runtime.run.Rows;
import dev.headrace.spec.run.Outcome;

/**
 * The words for states. A reader who knows that the controller is gone sees {@code interrupted}.
 */
public final class StateWords {
    public static final String INTERRUPTED = "interrupted";

    /** Of an earlier generation only: the run went on afresh after it. */
    public static final String CONTINUED = "continued";

    private StateWords() {}

    public static String of(RunState state, boolean interrupted) {
        if (isOver(state)) {
            return CONTINUED;
        }
        return interrupted && !(state instanceof RunState.Finished)
                ? INTERRUPTED
                : Rows.word(state);
    }

    /** Whether this is an earlier generation, after which the run went on afresh. */
    private static boolean isOver(RunState state) {
        return state instanceof RunState.Begun run
                && !(run instanceof RunState.Finished)
                && run.head().history().next().isPresent()
                && run.tree().root().settled();
    }

    /** The same from a list's word. */
    public static String ofRow(String word, boolean interrupted) {
        return interrupted && goesOn(word) ? INTERRUPTED : word;
    }

    /** Whether a run in this state has a controller, or should have. */
    public static boolean goesOn(String word) {
        return switch (word) {
            case "succeeded", "failed", "cancelled" -> false;
            default -> true;
        };
    }

    /** Of a task. */
    public static String of(Phase phase, boolean interrupted) {
        return switch (phase) {
            case Phase.Waiting _,
                    Phase.Doomed _,
                    Phase.Eligible _,
                    Phase.Looking _,
                    Phase.Ready _,
                    Phase.BackingOff _,
                    Phase.Asleep _ ->
                    "waiting";
            case Phase.Open _, Phase.Placed _, Phase.Started _, Phase.Parked _, Phase.Closing _ ->
                    interrupted ? INTERRUPTED : "running";
            case Phase.Stopping _ -> interrupted ? INTERRUPTED : "cancelling";
            case Phase.Settled(Outcome outcome) -> of(outcome);
        };
    }

    /** Of an attempt. */
    public static String of(AttemptView attempt, boolean interrupted) {
        return attempt.outcome().map(StateWords::of).orElse(interrupted ? INTERRUPTED : "running");
    }

    public static String of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Succeeded _ -> "succeeded";
            case Outcome.Failed _ -> "failed";
            case Outcome.Cancelled _ -> "cancelled";
            case Outcome.Lost _ -> "lost";
            case Outcome.Skipped _ -> "skipped";
        };
    }
}
