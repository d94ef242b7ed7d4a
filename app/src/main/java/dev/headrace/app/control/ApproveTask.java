package dev.headrace.app.control;

import dev.headrace.adapters.local.home.Trouble;
import dev.headrace.app.command.Command;
import dev.headrace.app.command.Given;
import dev.headrace.app.command.Shape;
import dev.headrace.app.command.Surroundings;
import dev.headrace.app.store.Library;
import dev.headrace.codec.json.BadJson;
import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonText;
import dev.headrace.codec.json.Values;
import dev.headrace.engine.run.RunCommand;
import dev.headrace.engine.run.RunState;
import dev.headrace.engine.run.Waits;
import dev.headrace.runtime.view.RunReading;
import dev.headrace.spec.flow.Problem;
import dev.headrace.spec.run.Awaited;
import dev.headrace.spec.run.Form;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Value;
import dev.headrace.spi.store.EventStore.RunRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** {@code headrace approve RUN TASK}. */
public final class ApproveTask implements Command {
    @Override
    public String name() {
        return "approve";
    }

    @Override
    public String purpose() {
        return "approves what a run waits for, or rejects it";
    }

    @Override
    public Shape shape() {
        return new Shape()
                .required("RUN", "its id, or how it begins")
                .required("TASK", "the path of what waits for the approval")
                .flag("reject it", "--reject")
                .values("FIELD=VALUE", "a field of its form", "--set")
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
            NodePath task = new NodePath(given.required(1));
            boolean approved = !given.flag("--reject");
            Optional<Form> form =
                    reading.state()
                            .flatMap(run -> Waits.asked(run, task))
                            .map(Awaited.Approval::form);
            var said =
                    new RunCommand.GiveApproval(
                            task,
                            approved,
                            answers(form, given.values("--set")),
                            Asking.who(here),
                            given.value("--why").orElse(""));
            reading.state()
                    .filter(run -> !(run instanceof RunState.Finished))
                    .flatMap(run -> Waits.refusal(run, said, Seeing.nearby()))
                    .ifPresent(problem -> {
                        throw Trouble.input(problem);
                    });
            Asking asking = new Asking(given, here, library);
            Asking.Answer answer = asking.ask(row, reading, said);
            asking.say(reading, answer, task.text(), approved ? "is approved" : "is rejected");
        }
        return 0;
    }

    private static SequencedMap<String, Value> answers(Optional<Form> form, List<String> given) {
        SequencedMap<String, Value> answers = new LinkedHashMap<>();
        for (String one : given) {
            int end = one.indexOf('=');
            if (end < 1) {
                throw Trouble.input(
                        Problem.at("", "HR-0432", "'" + one + "' sets no field")
                                .because("a field is set as FIELD=VALUE")
                                .mend("write --set rate=0.1, for one"));
            }
            String name = one.substring(0, end);
            answers.put(name, value(form, name, one.substring(end + 1)));
        }
        return answers;
    }

    /** A field for a text takes what is written; others take JSON, and say so when it is none. */
    private static Value value(Optional<Form> form, String name, String text) {
        boolean asText =
                form.stream()
                        .flatMap(one -> one.fields().stream())
                        .filter(field -> field.name().equals(name))
                        .anyMatch(field -> field.type() == Form.Type.TEXT);
        if (asText) {
            return Values.of(new JsonText(text));
        }
        try {
            return Values.of(Json.read(text));
        } catch (BadJson e) {
            return Values.of(new JsonText(text));
        }
    }
}
