package dev.headrace.app.control;

import dev.headrace.codec.json.Values;
import dev.headrace.engine.run.Evaluator;
import dev.headrace.expressions.cel.CelExpressions;
import dev.headrace.spec.flow.Expr;
import dev.headrace.spec.run.Value;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** Looks into values for the engine. */
final class Seeing implements Evaluator {
    private final CelExpressions expressions = new CelExpressions();

    @Override
    public Optional<Value> part(Value whole, List<String> fields) {
        return Values.field(whole, fields);
    }

    @Override
    public Optional<List<Value>> items(Value list) {
        return Values.items(list);
    }

    @Override
    public Answer evaluate(Expr expr, SequencedMap<String, Value> names) {
        return expressions.answer(expr, names);
    }
}
