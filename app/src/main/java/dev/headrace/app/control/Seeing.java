package dev.headrace.app.control;

import dev.headrace.codec.json.Values;
import dev.headrace.engine.run.Evaluator;
import dev.headrace.spec.run.Value;
import java.util.List;
import java.util.Optional;

/** Looks into values for the engine. */
final class Seeing implements Evaluator {
    @Override
    public Optional<Value> part(Value whole, List<String> fields) {
        return Values.field(whole, fields);
    }

    @Override
    public Optional<List<Value>> items(Value list) {
        return Values.items(list);
    }
}
