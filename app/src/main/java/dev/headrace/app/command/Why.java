package dev.headrace.app.command;

import dev.headrace.app.store.Library;
import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonNull;
import dev.headrace.codec.json.JsonObject;
import dev.headrace.codec.json.JsonText;
import dev.headrace.engine.explain.Explain;
import dev.headrace.engine.explain.Explanation;
import java.util.Optional;

/** {@code headrace why RUN [TASK]}. */
public final class Why implements Command {
    @Override
    public String name() {
        return "why";
    }

    @Override
    public String purpose() {
        return "says why a run or a task is as it is, and what to do";
    }

    @Override
    public Shape shape() {
        return new Shape()
                .required("RUN", "its id, or the beginning of it")
                .optional("TASK", "a path such as train[3]; without one, the run")
                .json();
    }

    @Override
    public int run(Given given, Surroundings here) {
        try (Library library = Library.of(here.home(given))) {
            RunSight sight = RunSight.of(library, given.required(0));
            Explanation explanation = explanation(sight, given.argument(1), here);
            if (given.json()) {
                here.terminal()
                        .out()
                        .println(
                                JsonObject.EMPTY
                                        .with("run", sight.run().head().run().text())
                                        .with("task", orNull(given.argument(1).orElse("")))
                                        .with("why", explanation.sentence())
                                        .with("remedy", orNull(explanation.remedy()))
                                        .compact());
            } else {
                here.terminal().out().println(explanation.sentence());
                if (!explanation.remedy().isEmpty()) {
                    here.terminal().out().println("→ " + explanation.remedy());
                }
            }
        }
        return 0;
    }

    private static Explanation explanation(
            RunSight sight, Optional<String> task, Surroundings here) {
        Optional<Explanation> node =
                task.map(path ->
                        Explain.node(
                                sight.run(),
                                Optional.empty(),
                                sight.node(path).path(),
                                here.now()));
        if (!sight.interrupted()) {
            return node.orElseGet(() -> Explain.run(sight.run(), here.now()));
        }
        return node.isPresent() && sight.node(task.orElse("")).settled()
                ? node.get()
                : new Explanation(
                        "The run is interrupted: its controller "
                                + sight.run().head().owner()
                                + " is gone, so nothing of it goes on.",
                        "headrace resume " + sight.run().head().run() + " goes on where it was");
    }

    private static Json orNull(String text) {
        return text.isEmpty() ? JsonNull.NULL : new JsonText(text);
    }
}
