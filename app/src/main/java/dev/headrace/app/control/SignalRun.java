package dev.headrace.app.control;

import dev.headrace.adapters.local.home.Trouble;
import dev.headrace.app.command.Command;
import dev.headrace.app.command.Given;
import dev.headrace.app.command.Shape;
import dev.headrace.app.command.Surroundings;
import dev.headrace.app.store.Library;
import dev.headrace.codec.json.BadJson;
import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.Values;
import dev.headrace.engine.run.RunCommand;
import dev.headrace.engine.run.RunState;
import dev.headrace.engine.run.Waits;
import dev.headrace.runtime.view.RunReading;
import dev.headrace.spec.flow.Problem;
import dev.headrace.spec.run.Value;
import dev.headrace.spi.store.EventStore.RunRow;
import java.util.Optional;
import java.util.UUID;

/** {@code headrace signal RUN NAME}. */
public final class SignalRun implements Command {
    @Override
    public String name() {
        return "signal";
    }

    @Override
    public String purpose() {
        return "sends a signal to a run, which keeps it until something waits for it";
    }

    @Override
    public Shape shape() {
        return new Shape()
                .required("RUN", "its id, or how it begins")
                .required("NAME", "the signal's, as the flow waits for it")
                .value("JSON", "what is sent along (null)", "--data")
                .json();
    }

    @Override
    public int run(Given given, Surroundings here) {
        Value data = given.value("--data").map(SignalRun::data).orElse(Value.NULL);
        try (Library library = Library.of(here.home(given))) {
            RunRow row = library.find(given.required(0));
            if (library.interrupted(row)) {
                throw Asking.interrupted(row.run());
            }
            RunReading reading = library.read(row);
            var signal =
                    new RunCommand.SendSignal(
                            UUID.randomUUID().toString(),
                            given.required(1),
                            data,
                            Asking.who(here));
            refuse(reading.state(), signal);
            Asking asking = new Asking(given, here, library);
            Asking.Answer answer = asking.ask(row, reading, signal);
            boolean kept = kept(reading, signal.id());
            asking.say(
                    reading,
                    answer,
                    "the run " + row.run(),
                    kept
                            ? "keeps the signal " + signal.name() + ": nothing waits for it yet"
                            : "has the signal " + signal.name());
        }
        return 0;
    }

    private static void refuse(Optional<RunState.Begun> state, RunCommand.SendSignal signal) {
        state.filter(run -> !(run instanceof RunState.Finished))
                .flatMap(run -> Waits.refusal(run, signal))
                .ifPresent(problem -> {
                    throw Trouble.input(problem);
                });
    }

    private static boolean kept(RunReading reading, String id) {
        return reading.state().filter(run -> run.tree().mailbox().find(id).isPresent()).isPresent();
    }

    private static Value data(String text) {
        try {
            return Values.of(Json.read(text));
        } catch (BadJson e) {
            throw Trouble.input(
                    Problem.at("", "HR-0431", "the data of the signal is no JSON")
                            .because(String.valueOf(e.getMessage()))
                            .mend("a text is written \"so\", with its quotes: --data '\"so\"'"));
        }
    }
}
