package dev.headrace.engine.run;

import dev.headrace.engine.run.Decision.Reject;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.run.Argument;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Value;
import java.time.Instant;
import java.util.Optional;

/** Decides whether a run that is over begins another generation, and what starts afresh in it. */
final class ReopeningRun {
    private final RunState.Finished run;
    private final Instant now;
    private final Evaluator evaluator;

    ReopeningRun(RunState.Finished run, Instant now, Evaluator evaluator) {
        this.run = run;
        this.now = now;
        this.evaluator = evaluator;
    }

    Decision decide(RunCommand.ReopenRun command) {
        return switch (command.selection()) {
            case Selection.Unfinished _ when run.verdict() == Verdict.SUCCEEDED ->
                    new Reject("the run has succeeded; there is nothing to resume");
            case Selection.Unfinished _ -> told(command, Optional.empty());
            case Selection.Failed(var below) -> {
                Optional<Reject> absent = below.flatMap(this::absent);
                yield absent.isPresent() ? absent.get() : planned(command);
            }
            case Selection.Marked marked -> {
                Optional<Decision> otherwise = unmarkable(marked, command);
                yield otherwise.isPresent() ? otherwise.get() : planned(command);
            }
            case Selection.From from -> {
                Optional<Reject> wrong = wrong(from);
                yield wrong.isPresent() ? wrong.get() : planned(command);
            }
        };
    }

    private Decision planned(RunCommand.ReopenRun command) {
        Plan plan = Plan.of(run, command.selection());
        return plan.isEmpty()
                ? new Reject("nothing that could be run again has failed")
                : told(command, Optional.of(plan.reset(command.selection())));
    }

    private Decision told(RunCommand.ReopenRun command, Optional<RunEvent.Reset> reset) {
        Story story = new Story(run, now, evaluator);
        story.tell(
                new RunEvent.RunReopened(
                        run.head().generation() + 1, command.who(), command.why(), reset));
        if (command.selection() instanceof Selection.Marked(NodePath path, Mark as)) {
            Outcome outcome = as.outcome(run.tree().node(path), command.who(), command.why());
            Marking.tell(
                    story, new RunEvent.NodeMarked(path, outcome, command.who(), command.why()));
        } else {
            Advance.run(story);
        }
        return story.end();
    }

    private Optional<Decision> unmarkable(Selection.Marked marked, RunCommand.ReopenRun by) {
        Optional<Reject> absent = absent(marked.node());
        if (absent.isPresent()) {
            return Optional.of(absent.get());
        }
        NodeState node = run.tree().node(marked.node());
        Outcome outcome = marked.as().outcome(node, by.who(), by.why());
        if (node.outcome().equals(Optional.of(outcome))) {
            return Optional.of(new Decision.Ignore("it has come to that already"));
        }
        if (node.call().isPresent() && !(outcome instanceof Outcome.Succeeded)) {
            return Optional.of(
                    new Reject(
                            "the code that calls "
                                    + node.path()
                                    + " would run it again; only success can be said of it"));
        }
        return Marking.unfit(node, marked.as()).map(Reject::new);
    }

    private Optional<Reject> absent(NodePath path) {
        if (run.tree()
                .find(path)
                .filter(node -> node.cleanup() || node.fixed().outcome().isPresent())
                .isPresent()) {
            return rejected("'" + path + "' follows another task: it runs again after that");
        }
        return run.tree().find(path).filter(node -> run.tree().has(node)).isPresent()
                ? Optional.empty()
                : Optional.of(new Reject("the run has no '" + path + "'"));
    }

    private Optional<Reject> wrong(Selection.From from) {
        Optional<Reject> absent = absent(from.node());
        if (absent.isPresent() || from.edits().isEmpty()) {
            return absent;
        }
        NodeState node = run.tree().node(from.node());
        if (node.path().isRoot()) {
            return rejected("other arguments of the flow make another run: headrace run");
        }
        if (node.call().isPresent()) {
            return rejected(
                    "the inputs of " + node.path() + " are given by the code that calls it");
        }
        if (!(node.spec() instanceof Task)) {
            return rejected(node.path() + " is no task, and has no inputs of its own");
        }
        for (var edit : from.edits().entrySet()) {
            Optional<Reject> unfit = unfit(node, edit.getKey(), edit.getValue());
            if (unfit.isPresent()) {
                return unfit;
            }
        }
        return Optional.empty();
    }

    /** An input has the type of the value that it had before; nothing may stand for anything. */
    private Optional<Reject> unfit(NodeState node, String name, Value value) {
        Optional<Argument> input =
                node.inputs().stream().filter(one -> one.name().equals(name)).findFirst();
        if (input.isEmpty()) {
            return rejected(
                    node.path()
                            + " has no input '"
                            + name
                            + "'; it has "
                            + String.join(
                                    ", ", node.inputs().stream().map(Argument::name).toList()));
        }
        Optional<Value> before = before(input.get());
        ValueKind is = ValueKind.of(value);
        ValueKind was = before.map(ValueKind::of).orElse(ValueKind.NOTHING);
        return was == is || was == ValueKind.NOTHING || is == ValueKind.NOTHING
                ? Optional.empty()
                : rejected(
                        "the input "
                                + name
                                + " of "
                                + node.path()
                                + " is "
                                + was.words()
                                + ", and "
                                + ValueKind.brief(value)
                                + " is "
                                + is.words());
    }

    private Optional<Value> before(Argument input) {
        Optional<Value> whole =
                input.holes().isEmpty()
                        ? Optional.of(input.value())
                        : run.tree()
                                .find(input.holes().getFirst())
                                .flatMap(NodeState::outcome)
                                .filter(Outcome.Succeeded.class::isInstance)
                                .map(outcome -> ((Outcome.Succeeded) outcome).value());
        return input.fields().isEmpty()
                ? whole
                : whole.flatMap(value -> evaluator.part(value, input.fields()));
    }

    private static Optional<Reject> rejected(String why) {
        return Optional.of(new Reject(why));
    }
}
