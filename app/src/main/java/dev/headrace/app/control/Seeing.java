package dev.headrace.app.control;

import dev.headrace.adapters.local.files.ArtifactFiles;
import dev.headrace.adapters.local.home.Home;
import dev.headrace.codec.json.ValueReader;
import dev.headrace.codec.json.Values;
import dev.headrace.engine.run.Evaluator;
import dev.headrace.expressions.cel.CelExpressions;
import dev.headrace.spec.flow.Expr;
import dev.headrace.spec.flow.Type;
import dev.headrace.spec.run.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** Looks into values for the engine. */
final class Seeing implements Evaluator {
    private final CelExpressions expressions = new CelExpressions();
    private final ValueReader values;

    private Seeing(ValueReader values) {
        this.values = values;
    }

    /** Sees also what tasks have left as files. */
    static Seeing in(Home home) {
        ArtifactFiles files = new ArtifactFiles(home);
        return new Seeing(new ValueReader(digest -> files.read(digest, Value.LENGTH_MAX)));
    }

    /** Sees only what lies in the values themselves. */
    static Seeing nearby() {
        return new Seeing(new ValueReader(_ -> Optional.empty()));
    }

    @Override
    public Optional<Value> part(Value whole, List<String> fields) {
        return values.part(whole, fields);
    }

    @Override
    public Optional<List<Value>> items(Value list) {
        return values.items(list);
    }

    @Override
    public boolean fits(Value value, Type type) {
        return Values.fits(value, type);
    }

    @Override
    public Answer evaluate(Expr expr, SequencedMap<String, Value> names) {
        SequencedMap<String, Value> whole = new LinkedHashMap<>();
        names.forEach((name, value) -> whole.put(name, values.whole(value)));
        return expressions.answer(expr, whole);
    }
}
