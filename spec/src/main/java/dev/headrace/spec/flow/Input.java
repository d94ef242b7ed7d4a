package dev.headrace.spec.flow;

import dev.headrace.spec.run.Value;
import java.util.List;
import java.util.Objects;

/** Where an input of a node comes from. */
public sealed interface Input {
    record Literal(Value value) implements Input {
        public Literal {
            Objects.requireNonNull(value);
        }
    }

    /** An argument of the template around; of the run where there is none. */
    record FromArgument(String name) implements Input {
        public FromArgument {
            Objects.requireNonNull(name);
        }
    }

    /** The result of a node of the same graph, or a part of it by keys and indices. */
    record FromNode(String node, List<String> fields) implements Input {
        public FromNode {
            Objects.requireNonNull(node);
            fields = List.copyOf(fields);
        }
    }

    /** The item of the innermost ForEach around. */
    record FromItem(List<String> fields) implements Input {
        public FromItem {
            fields = List.copyOf(fields);
        }
    }

    /** An argument of the run, whatever template is around. */
    record FromRun(String name) implements Input {
        public FromRun {
            Objects.requireNonNull(name);
        }
    }

    /** The result of the round of a {@link Repeat} that is just over, or a part of it. */
    record FromRound(List<String> fields) implements Input {
        public FromRound {
            fields = List.copyOf(fields);
        }
    }

    /** How many rounds of a {@link Repeat} are over: 1 after the first. */
    record RoundNumber() implements Input {}

    /**
     * What the node came to that this hook follows, or a part of it: {@code state}, {@code
     * failure}, {@code failures}, {@code duration} in seconds, {@code result}, {@code name}, {@code
     * attempt}, {@code run}.
     */
    record FromOutcome(List<String> fields) implements Input {
        public FromOutcome {
            fields = List.copyOf(fields);
        }
    }
}
