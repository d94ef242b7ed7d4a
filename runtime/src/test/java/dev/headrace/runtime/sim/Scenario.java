package dev.headrace.runtime.sim;

import dev.headrace.spec.flow.Action;
import dev.headrace.spec.flow.FlowSpec;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.run.Value;
import java.util.Map;
import java.util.SequencedMap;

/** A flow, the code of its tasks, and the arguments of its run. */
record Scenario(
        FlowSpec flow, Map<String, Program> programs, SequencedMap<String, Value> arguments) {
    Program program(Task task) {
        return program(task.action());
    }

    /** Whether some task that does this may be taken from the cache. */
    boolean cached(Action action) {
        return action instanceof Action.Python(_, String function)
                && program(action).steps().isEmpty()
                && programs.containsKey(function)
                && program(action).manner() instanceof Program.Manner.Fine;
    }

    Program program(Action action) {
        if (action instanceof Action.Python(_, String function)) {
            Program program = programs.get(function);
            if (program != null) {
                return program;
            }
        }
        throw new IllegalStateException("no program for " + action);
    }
}
