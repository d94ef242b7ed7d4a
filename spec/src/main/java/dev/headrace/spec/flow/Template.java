package dev.headrace.spec.flow;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A part of a flow under a name, to be called from many places.
 *
 * @param params what it is given; their types are {@link Type}s, and are checked
 * @param body what is run; it sees its own parameters, and of what is around it nothing
 * @param output its result; that of the body if nothing is said
 */
public record Template(SequencedMap<String, Param> params, Node body, Optional<Output> output) {
    public static final int OUTPUTS_MAX = 1_000;

    /** What a call gives back. */
    public sealed interface Output {
        /** One value. */
        record Bare(Answer answer) implements Output {
            public Bare {
                Objects.requireNonNull(answer);
            }
        }

        /** An object of values. */
        record Named(SequencedMap<String, Answer> answers) implements Output {
            public Named {
                if (answers.isEmpty() || answers.size() > OUTPUTS_MAX) {
                    throw new IllegalArgumentException(
                            "a template has 1.." + OUTPUTS_MAX + " outputs, not " + answers.size());
                }
                answers = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(answers));
            }
        }
    }

    /** A value with its type. */
    public record Answer(Source source, Type type) {
        public Answer {
            Objects.requireNonNull(source);
            Objects.requireNonNull(type);
        }
    }

    /** Where a value comes from, seen from among the children of the body. */
    public sealed interface Source {
        record One(Input input) implements Source {
            public One {
                Objects.requireNonNull(input);
            }
        }

        /** The first of these that is there: what was skipped or failed gives none. */
        record FirstOf(List<Input> inputs) implements Source {
            public FirstOf {
                inputs = List.copyOf(inputs);
                if (inputs.isEmpty() || inputs.size() > OUTPUTS_MAX) {
                    throw new IllegalArgumentException(
                            "the first of 1.." + OUTPUTS_MAX + " values, not " + inputs.size());
                }
            }
        }

        record Computed(Expr expr) implements Source {
            public Computed {
                Objects.requireNonNull(expr);
            }
        }
    }

    public Template {
        Objects.requireNonNull(body);
        Objects.requireNonNull(output);
        params = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(params));
    }
}
