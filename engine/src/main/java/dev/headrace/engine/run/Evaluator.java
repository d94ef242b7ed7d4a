package dev.headrace.engine.run;

import dev.headrace.spec.run.Value;
import java.util.List;
import java.util.Optional;

/**
 * Looks into values for the engine, which cannot. Pure: the same question has the same answer. It
 * is asked when something is decided, and the answer is written into the event.
 */
public interface Evaluator {
    /** The part of a value under these keys and indices, if it is there. */
    Optional<Value> part(Value whole, List<String> fields);

    /** The items of a list, if it is one that is at hand. */
    Optional<List<Value>> items(Value list);
}
