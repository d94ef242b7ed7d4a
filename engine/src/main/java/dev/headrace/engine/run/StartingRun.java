package dev.headrace.engine.run;

import dev.headrace.spec.flow.FlowSpec;
import dev.headrace.spec.run.Value;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** Decides how a run begins: its arguments in the order of the flow's parameters. */
final class StartingRun {
    private StartingRun() {}

    static RunEvent event(FlowSpec flow, RunCommand.StartRun command) {
        return new RunEvent.RunStarted(
                command.run(),
                flow.name(),
                command.version(),
                arguments(flow, command.arguments()),
                command.origin(),
                command.owner(),
                command.cache());
    }

    /** Those of the parameters that are given or have a default, in their order. */
    static SequencedMap<String, Value> arguments(FlowSpec flow, SequencedMap<String, Value> given) {
        SequencedMap<String, Value> arguments = new LinkedHashMap<>();
        flow.params()
                .forEach((name, param) -> {
                    Value value = given.get(name);
                    if (value != null) {
                        arguments.put(name, value);
                    } else {
                        param.fallback().ifPresent(other -> arguments.put(name, other));
                    }
                });
        return arguments;
    }
}
