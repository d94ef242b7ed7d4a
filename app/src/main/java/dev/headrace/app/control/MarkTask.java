package dev.headrace.app.control;

import dev.headrace.adapters.local.home.Ownership;
import dev.headrace.adapters.local.home.Trouble;
import dev.headrace.app.command.Command;
import dev.headrace.app.command.Given;
import dev.headrace.app.command.Shape;
import dev.headrace.app.command.Surroundings;
import dev.headrace.app.store.Library;
import dev.headrace.app.text.Display;
import dev.headrace.engine.run.Decision;
import dev.headrace.engine.run.Mark;
import dev.headrace.engine.run.Plan;
import dev.headrace.engine.run.RunCommand;
import dev.headrace.engine.run.RunDecider;
import dev.headrace.engine.run.RunState;
import dev.headrace.engine.run.Selection;
import dev.headrace.runtime.view.RunReading;
import dev.headrace.spec.flow.Problem;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.RunId;
import dev.headrace.spi.store.EventStore.RunRow;
import java.util.List;

/**
 * {@code headrace set-output}, {@code skip} and {@code mark}: somebody says what a task came to. Of
 * a run that is under way, its controller is asked; one that is over begins another generation, in
 * which what follows from the task runs.
 */
public final class MarkTask implements Command {
    private final Kind kind;

    private enum Kind {
        OUTPUT("set-output", "gives a task its result by hand", "has that output"),
        SKIP("skip", "passes a task by", "is skipped"),
        MARK("mark", "takes a task for succeeded, failed or skipped", "is marked");

        private final String word;
        private final String purpose;
        private final String done;

        Kind(String word, String purpose, String done) {
            this.word = word;
            this.purpose = purpose;
            this.done = done;
        }
    }

    private MarkTask(Kind kind) {
        this.kind = kind;
    }

    public static MarkTask output() {
        return new MarkTask(Kind.OUTPUT);
    }

    public static MarkTask skip() {
        return new MarkTask(Kind.SKIP);
    }

    public static MarkTask mark() {
        return new MarkTask(Kind.MARK);
    }

    @Override
    public String name() {
        return kind.word;
    }

    @Override
    public String purpose() {
        return kind.purpose;
    }

    @Override
    public Shape shape() {
        Shape shape =
                new Shape()
                        .required("RUN", "its id, or how it begins")
                        .required("TASK", "a path such as train[3], or a graph's");
        switch (kind) {
            case OUTPUT -> shape.required("VALUE", "JSON, else a text");
            case MARK -> shape.required("STATE", "succeeded, failed or skipped");
            case SKIP -> {}
        }
        return shape.flag("only say what would run, and why", "--dry-run", "-n")
                .value("TEXT", "why, for those who look later", "--why")
                .value(
                        "N",
                        "cpus that tasks may use at once, if the run is over; else all of this"
                                + " machine",
                        "--slots")
                .json();
    }

    @Override
    public int run(Given given, Surroundings here) {
        Mark as = as(given);
        try (Library library = Library.of(here.home(given));
                Display display = Display.on(here.terminal(), given.verbose())) {
            RunRow row = library.find(given.required(0));
            if (library.interrupted(row)) {
                throw Asking.interrupted(row.run());
            }
            RunReading reading = library.read(row);
            NodePath node = Asking.node(reading, given.required(1));
            String why = given.value("--why").orElse("");
            boolean alive = row.ended().isEmpty() && Ownership.alive(library.home(), row.owner());
            if (alive) {
                ask(given, here, library, row, new RunCommand.MarkNode(node, as, who(here), why));
                return 0;
            }
            var reopen = new RunCommand.ReopenRun(new Selection.Marked(node, as), who(here), why);
            return again(given, here, library, display, row, reading, reopen);
        }
    }

    private static String who(Surroundings here) {
        return Asking.who(here);
    }

    private void ask(
            Given given,
            Surroundings here,
            Library library,
            RunRow row,
            RunCommand.MarkNode command) {
        RunReading reading = library.read(row);
        if (given.flag("--dry-run")) {
            refuse(reading, command.as(), Asking.decide(here, reading, command));
            PlanText.print(given, here, reading.state().orElseThrow(), Plan.NOTHING);
            return;
        }
        Asking asking = new Asking(given, here, library);
        asking.say(reading, asking.ask(row, reading, command), command.node().text(), kind.done);
    }

    private int again(
            Given given,
            Surroundings here,
            Library library,
            Display display,
            RunRow row,
            RunReading reading,
            RunCommand.ReopenRun reopen) {
        RunState.Begun state = reading.state().orElseThrow();
        Decision decision = new RunDecider(Seeing.nearby()).decide(state, reopen, here.now());
        refuse(reading, ((Selection.Marked) reopen.selection()).as(), decision);
        if (given.flag("--dry-run")) {
            PlanText.print(given, here, state, Plan.of(state, reopen.selection()));
            return 0;
        }
        if (decision instanceof Decision.Ignore) {
            display.notice(given.required(1) + " " + kind.done + " already");
            return 0;
        }
        return new TakingOver(given, here, library, display).goOn(row, reading, reopen, List.of());
    }

    private static void refuse(RunReading reading, Mark as, Decision decision) {
        if (!(decision instanceof Decision.Reject(String why))) {
            return;
        }
        RunId run = reading.state().orElseThrow().head().run();
        boolean unfit = as instanceof Mark.Output && why.startsWith("the output of ");
        throw unfit
                ? Trouble.input(
                        Problem.at("", "HR-0430", "a task cannot have that output")
                                .because(why)
                                .mend("give a value of that type; a text has quotes in JSON"))
                : Trouble.input(
                        Problem.at("", "HR-0433", "that cannot be done to the run " + run)
                                .because(why)
                                .mend("headrace show " + run + " says where it stands"));
    }

    private Mark as(Given given) {
        return switch (kind) {
            case OUTPUT -> new Mark.Output(RunAgain.value(given.required(2)));
            case SKIP -> new Mark.Skipped();
            case MARK ->
                    switch (given.required(2)) {
                        case "succeeded" -> new Mark.Succeeded();
                        case "failed" -> new Mark.Failed();
                        case "skipped" -> new Mark.Skipped();
                        default ->
                                throw Trouble.input(
                                        Problem.at(
                                                        "",
                                                        "HR-0402",
                                                        "nothing is marked as '"
                                                                + given.required(2)
                                                                + "'")
                                                .because(
                                                        "a task is marked as succeeded, failed or"
                                                                + " skipped")
                                                .mend("headrace mark RUN TASK succeeded"));
                    };
        };
    }
}
