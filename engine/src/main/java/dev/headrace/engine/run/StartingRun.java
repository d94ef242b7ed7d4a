package dev.headrace.engine.run;

import dev.headrace.spec.flow.FlowSpec;
import dev.headrace.spec.run.Value;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** Decides how a run begins: its arguments in the order of the flow's parameters. */
final class StartingRun {
    private StartingRun() {}

    static RunEvent event(FlowSpec flow, RunCommand.StartRun command) {
        SequencedMap<String, Value> arguments = new LinkedHashMap<>();
        flow.params()
                .forEach((name, param) -> {
                    Value given = command.arguments().get(name);
                    if (given != null) {
                        arguments.put(name, given);
                    } else {
                        param.fallback().ifPresent(value -> arguments.put(name, value));
                    }
                });
        return new RunEvent.RunStarted(
                command.run(),
                flow.name(),
                command.version(),
                arguments,
                command.origin(),
                command.owner());
    }
}
