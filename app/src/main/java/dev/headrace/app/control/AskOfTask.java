package dev.headrace.app.control;

import dev.headrace.app.command.Command;
import dev.headrace.app.command.Given;
import dev.headrace.app.command.Shape;
import dev.headrace.app.command.Surroundings;
import dev.headrace.app.store.Library;
import dev.headrace.engine.run.RunCommand;
import dev.headrace.runtime.view.RunReading;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spi.store.EventStore.RunRow;

/** {@code headrace hold RUN TASK} and the like: of one task of a run that is under way. */
public final class AskOfTask implements Command {
    private final String name;
    private final String purpose;
    private final String done;
    private final Making making;

    /** How the operation is made of what was given. */
    private interface Making {
        RunCommand.Operation of(NodePath node, String who, String why);
    }

    private AskOfTask(String name, String purpose, String done, Making making) {
        this.name = name;
        this.purpose = purpose;
        this.done = done;
        this.making = making;
    }

    public static AskOfTask hold() {
        return new AskOfTask(
                "hold",
                "does not let a task begin until it is released",
                "is held",
                RunCommand.HoldNode::new);
    }

    public static AskOfTask release() {
        return new AskOfTask(
                "release",
                "lets a task begin that was held",
                "is not held",
                RunCommand.ReleaseNode::new);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String purpose() {
        return purpose;
    }

    @Override
    public Shape shape() {
        return new Shape()
                .required("RUN", "its id, or how it begins")
                .required("TASK", "a path such as train[3], or a graph's")
                .value("TEXT", "why, for those who look later", "--why")
                .json();
    }

    @Override
    public int run(Given given, Surroundings here) {
        try (Library library = Library.of(here.home(given))) {
            RunRow row = library.find(given.required(0));
            if (library.interrupted(row)) {
                throw Asking.interrupted(row.run());
            }
            RunReading reading = library.read(row);
            NodePath node = Asking.node(reading, given.required(1));
            Asking asking = new Asking(given, here, library);
            Asking.Answer answer =
                    asking.ask(
                            row,
                            reading,
                            making.of(node, Asking.who(here), given.value("--why").orElse("")));
            asking.say(reading, answer, node.text(), done);
        }
        return 0;
    }
}
