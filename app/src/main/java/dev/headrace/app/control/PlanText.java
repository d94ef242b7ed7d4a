package dev.headrace.app.control;

import dev.headrace.app.command.Given;
import dev.headrace.app.command.Surroundings;
import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonBool;
import dev.headrace.codec.json.JsonList;
import dev.headrace.codec.json.JsonObject;
import dev.headrace.engine.run.Plan;
import dev.headrace.engine.run.RunState;
import java.util.ArrayList;
import java.util.List;

/** What {@code --dry-run} says: exactly the tasks that would run, and why. */
final class PlanText {
    private PlanText() {}

    static void print(Given given, Surroundings here, RunState.Begun run, Plan plan) {
        List<Plan.Line> lines = plan.lines(run);
        if (given.json()) {
            List<Json> tasks = new ArrayList<>();
            for (Plan.Line line : lines) {
                tasks.add(
                        JsonObject.EMPTY
                                .with("path", line.path().text())
                                .with("why", line.why().words())
                                .with("list", new JsonBool(!line.task()))
                                .with("calls", new JsonBool(line.calls())));
            }
            here.terminal()
                    .out()
                    .println(
                            JsonObject.EMPTY
                                    .with("run", run.head().run().text())
                                    .with("tasks", new JsonList(tasks))
                                    .compact());
            return;
        }
        for (Plan.Line line : lines) {
            String name = line.path().isRoot() ? run.flow().name() : line.path().text();
            here.terminal()
                    .out()
                    .println(
                            name
                                    + (line.task() ? "" : "[…]")
                                    + "  "
                                    + line.why().words()
                                    + (line.calls() ? "; and what it calls" : ""));
        }
        here.terminal().err().println("nothing was run");
    }
}
