package dev.headrace.engine.run;

import dev.headrace.spec.flow.Expr;
import dev.headrace.spec.flow.Type;
import dev.headrace.spec.run.Form;
import dev.headrace.spec.run.Value;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Looks into values for the engine, which cannot. Pure: the same question has the same answer. It
 * is asked when something is decided, and the answer is written into the event.
 */
public interface Evaluator {
    /** The part of a value under these keys and indices, if it is there. */
    Optional<Value> part(Value whole, List<String> fields);

    /** The items of a list, if it is one that is at hand. */
    Optional<List<Value>> items(Value list);

    /** Whether a value is of this type, as far as it can be looked into. */
    boolean fits(Value value, Type type);

    /**
     * What an expression gives.
     *
     * @param names what each of its names stands for
     */
    Answer evaluate(Expr expr, SequencedMap<String, Value> names);

    /** What came of an expression. */
    sealed interface Answer {}

    record Given(Value value) implements Answer {
        public Given {
            Objects.requireNonNull(value);
        }
    }

    /**
     * It could not be worked out.
     *
     * @param why in words, with the values that were to blame
     */
    record Wrong(String why) implements Answer {
        public Wrong {
            Objects.requireNonNull(why);
        }
    }

    /** Whether a value is what a field of a form holds. */
    boolean fits(Value value, Form.Type type);
}
