package dev.headrace.app.control;

import dev.headrace.adapters.local.home.Ownership;
import dev.headrace.adapters.local.home.Trouble;
import dev.headrace.app.command.Command;
import dev.headrace.app.command.Given;
import dev.headrace.app.command.Shape;
import dev.headrace.app.command.Surroundings;
import dev.headrace.app.store.Library;
import dev.headrace.app.text.Display;
import dev.headrace.codec.json.BadJson;
import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonText;
import dev.headrace.codec.json.Values;
import dev.headrace.engine.run.Decision;
import dev.headrace.engine.run.Plan;
import dev.headrace.engine.run.RunCommand;
import dev.headrace.engine.run.RunDecider;
import dev.headrace.engine.run.RunState;
import dev.headrace.engine.run.Selection;
import dev.headrace.runtime.view.RunReading;
import dev.headrace.spec.flow.Problem;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Value;
import dev.headrace.spi.store.EventStore.RunRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * {@code headrace retry RUN [TASK]} and {@code headrace rerun RUN --from TASK}: a run that is over
 * begins another generation, in which what was selected runs again.
 */
public final class RunAgain implements Command {
    private final boolean retry;

    private RunAgain(boolean retry) {
        this.retry = retry;
    }

    public static RunAgain retry() {
        return new RunAgain(true);
    }

    public static RunAgain rerun() {
        return new RunAgain(false);
    }

    @Override
    public String name() {
        return retry ? "retry" : "rerun";
    }

    @Override
    public String purpose() {
        return retry
                ? "runs again what has failed in a run, and what follows from it"
                : "runs a task of a run again, and what follows from it";
    }

    @Override
    public Shape shape() {
        Shape shape = new Shape().required("RUN", "its id, or how it begins");
        if (retry) {
            shape.optional("TASK", "only what has failed there");
        } else {
            shape.value("TASK", "a path such as train[3], or a graph's", "--from")
                    .values("NAME=VALUE", "another value for an input of it", "--set");
        }
        return shape.flag("only say what would run, and why", "--dry-run", "-n")
                .value("TEXT", "why, for those who look later", "--why")
                .value("N", "cpus that tasks may use at once; else all of this machine", "--slots")
                .json();
    }

    @Override
    public int run(Given given, Surroundings here) {
        try (Library library = Library.of(here.home(given));
                Display display = Display.on(here.terminal(), given.verbose())) {
            RunRow row = library.find(given.required(0));
            refuse(library, row);
            RunReading reading = library.read(row);
            RunState.Begun state = reading.state().orElseThrow();
            Selection selection = selection(given, reading);
            var reopen =
                    new RunCommand.ReopenRun(
                            selection, Asking.who(here), given.value("--why").orElse(name()));
            RunDecider rules = new RunDecider(Seeing.nearby());
            if (rules.decide(state, reopen, here.now()) instanceof Decision.Reject(String why)) {
                if (retry && Plan.of(state, selection).isEmpty()) {
                    display.notice("nothing of the run " + row.run() + " has failed");
                    return 0;
                }
                throw wrong(selection, row, why);
            }
            if (given.flag("--dry-run")) {
                PlanText.print(given, here, state, Plan.of(state, selection));
                return 0;
            }
            return new TakingOver(given, here, library, display)
                    .goOn(row, reading, reopen, List.of());
        }
    }

    private static void refuse(Library library, RunRow row) {
        if (library.interrupted(row)) {
            throw Asking.interrupted(row.run());
        }
        if (row.ended().isEmpty() && Ownership.alive(library.home(), row.owner())) {
            throw Trouble.input(
                    Problem.at("", "HR-0413", "the run " + row.run() + " is under way")
                            .because("its controller " + row.owner() + " is alive")
                            .mend("wait for its end, or headrace cancel " + row.run()));
        }
    }

    private Selection selection(Given given, RunReading reading) {
        if (retry) {
            return new Selection.Failed(given.argument(1).map(path -> Asking.node(reading, path)));
        }
        NodePath from =
                given.value("--from")
                        .map(path -> Asking.node(reading, path))
                        .orElseThrow(() ->
                                Trouble.input(
                                        Problem.at(
                                                        "",
                                                        "HR-0402",
                                                        "headrace rerun lacks --from TASK")
                                                .mend("headrace retry RUN runs what has failed")));
        SequencedMap<String, Value> edits = new LinkedHashMap<>();
        for (String word : given.values("--set")) {
            int sign = word.indexOf('=');
            if (sign <= 0) {
                throw Trouble.input(
                        Problem.at("", "HR-0402", "--set takes NAME=VALUE, not '" + word + "'")
                                .mend("--set name=value"));
            }
            edits.put(word.substring(0, sign), value(word.substring(sign + 1)));
        }
        return new Selection.From(from, edits);
    }

    /** JSON, else a text. */
    static Value value(String text) {
        try {
            return Values.of(Json.read(text));
        } catch (BadJson _) {
            return Values.of(new JsonText(text));
        }
    }

    private static Trouble wrong(Selection selection, RunRow row, String why) {
        boolean edited = selection instanceof Selection.From(_, var edits) && !edits.isEmpty();
        return edited
                ? Trouble.input(
                        Problem.at("", "HR-0430", "an input cannot have that value")
                                .because(why)
                                .mend("give a value of the type that the input has"))
                : Trouble.input(
                        Problem.at("", "HR-0433", "that cannot be done to the run " + row.run())
                                .because(why)
                                .mend("headrace show " + row.run() + " says where it stands"));
    }
}
