package dev.headrace.spec.flow;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;

/** What a task does. The engine hands it on and never looks. */
public sealed interface Action {
    /**
     * A function of a Python file of the flow's code. {@code file} is relative to the flow's
     * folder.
     */
    record Python(String file, String function) implements Action {
        public Python {
            Objects.requireNonNull(file);
            Objects.requireNonNull(function);
        }
    }

    /** A program with its arguments, or a text for the shell as {@code sh -c text}. */
    record Program(List<String> argv, SequencedMap<String, String> env) implements Action {
        public Program {
            argv = List.copyOf(argv);
            env = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(env));
            if (argv.isEmpty()) {
                throw new IllegalArgumentException("a process has a program");
            }
        }
    }
}
