package dev.headrace.runtime.sim;

import dev.headrace.engine.run.Mark;
import dev.headrace.engine.run.RunCommand;
import dev.headrace.engine.run.RunState;
import dev.headrace.engine.run.Selection;
import dev.headrace.engine.run.Verdict;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** What people do to a run that is under way, by hand, and how they leave it in the end. */
final class Meddling {
    private static final String WHO = "somebody";

    private final Dice dice;

    Meddling(Dice dice) {
        this.dice = dice;
    }

    /** Something that may or may not be done to this run now. */
    Optional<RunCommand> meddle(RunState.Begun run) {
        return switch (run) {
            case RunState.Active _ ->
                    dice.percent(40)
                            ? Optional.of(new RunCommand.PauseRun(WHO, "for a while"))
                            : toNode(run);
            case RunState.Paused _ ->
                    Optional.of(
                            dice.percent(80)
                                    ? new RunCommand.ContinueRun(WHO, "long enough")
                                    : new RunCommand.PauseRun(WHO, "once more"));
            case RunState.Cancelling _ -> Optional.of(new RunCommand.PauseRun(WHO, "too late"));
            case RunState.Finished _ -> Optional.empty();
        };
    }

    private Optional<RunCommand> toNode(RunState.Begun run) {
        var held = run.tree().holds().first();
        if (held.isPresent() && dice.percent(50)) {
            return Optional.of(new RunCommand.ReleaseNode(held.get().key(), WHO, "enough"));
        }
        List<NodePath> paths = new ArrayList<>();
        run.tree().nodes().forEach(entry -> paths.add(entry.key()));
        NodePath path = dice.one(paths);
        return Optional.of(
                dice.percent(25)
                        ? new RunCommand.MarkNode(path, mark(), WHO, "I know better")
                        : new RunCommand.HoldNode(path, WHO, "wait"));
    }

    /** Whether what is being cancelled is to end at once. */
    boolean impatient() {
        return dice.percent(30);
    }

    private Mark mark() {
        return switch (dice.below(4)) {
            case 0 -> new Mark.Output(new Value("[1,2,3]"));
            case 1 -> new Mark.Succeeded();
            case 2 -> new Mark.Failed();
            default -> new Mark.Skipped();
        };
    }

    /** What of a run that is over they want to be run again. */
    Selection again(RunState.Finished run) {
        int lot = run.verdict() == Verdict.SUCCEEDED ? 100 : dice.below(100);
        if (lot < 50) {
            return new Selection.Unfinished();
        }
        if (lot < 75) {
            return new Selection.Failed(Optional.empty());
        }
        List<NodePath> paths = new ArrayList<>();
        run.tree()
                .nodes()
                .forEach(entry -> {
                    if (run.tree().has(entry.value())) {
                        paths.add(entry.key());
                    }
                });
        NodePath path = dice.one(paths);
        return dice.percent(70)
                ? new Selection.From(path, new LinkedHashMap<>())
                : new Selection.Marked(path, mark());
    }

    /** What they do before they go, so that the run can end by itself. */
    Optional<RunCommand> leave(RunState.Begun run) {
        if (run instanceof RunState.Paused) {
            return Optional.of(new RunCommand.ContinueRun(WHO, "all is well"));
        }
        return run.tree()
                .holds()
                .first()
                .map(hold -> new RunCommand.ReleaseNode(hold.key(), WHO, "all is well"));
    }
}
