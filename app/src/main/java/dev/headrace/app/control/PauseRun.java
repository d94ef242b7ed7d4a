package dev.headrace.app.control;

import dev.headrace.app.command.Command;
import dev.headrace.app.command.Given;
import dev.headrace.app.command.Shape;
import dev.headrace.app.command.Surroundings;
import dev.headrace.app.store.Library;
import dev.headrace.engine.run.RunCommand;
import dev.headrace.runtime.view.RunReading;
import dev.headrace.spi.store.EventStore.RunRow;

/** {@code headrace pause RUN}. */
public final class PauseRun implements Command {
    @Override
    public String name() {
        return "pause";
    }

    @Override
    public String purpose() {
        return "lets a run begin nothing more until it is resumed";
    }

    @Override
    public Shape shape() {
        return new Shape()
                .required("RUN", "its id, or how it begins")
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
            Asking asking = new Asking(given, here, library);
            var pause = new RunCommand.PauseRun(Asking.who(here), given.value("--why").orElse(""));
            Asking.Answer answer = asking.ask(row, reading, pause);
            asking.say(reading, answer, "the run " + row.run(), "is paused");
        }
        return 0;
    }
}
