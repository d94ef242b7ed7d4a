package dev.headrace.app.control;

import dev.headrace.app.command.Command;
import dev.headrace.app.command.Given;
import dev.headrace.app.command.Shape;
import dev.headrace.app.command.Surroundings;
import dev.headrace.app.text.Display;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/** {@code headrace run FILE}. */
public final class RunFlow implements Command {
    @Override
    public String name() {
        return "run";
    }

    @Override
    public String purpose() {
        return "runs a flow";
    }

    @Override
    public Shape shape() {
        return new Shape()
                .required("FILE", "the flow's file")
                .values("NAME=VALUE", "an argument: JSON, else a text", "--set")
                .value("N", "cpus that tasks may use at once", "--slots");
    }

    @Override
    public int run(Given given, Surroundings here) {
        SequencedMap<String, String> set = new LinkedHashMap<>();
        for (String each : given.values("--set")) {
            int sign = each.indexOf('=');
            set.put(each.substring(0, Math.max(sign, 0)), each.substring(sign + 1));
        }
        Request request =
                new Request(
                        here.folder().resolve(Path.of(given.required(0))),
                        Optional.empty(),
                        set,
                        Optional.empty(),
                        given.number("--slots", 2, 1, 1000));
        try (Display display = Display.on(here.terminal(), given.verbose())) {
            return new Running(here.environment()).run(request, display);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
