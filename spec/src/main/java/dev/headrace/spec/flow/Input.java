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

    /** An argument of the run. */
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
}
