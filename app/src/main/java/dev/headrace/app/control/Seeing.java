package dev.headrace.app.control;

import dev.headrace.adapters.local.files.ArtifactFiles;
import dev.headrace.adapters.local.home.Home;
import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonBool;
import dev.headrace.codec.json.JsonNumber;
import dev.headrace.codec.json.JsonText;
import dev.headrace.codec.json.ValueReader;
import dev.headrace.codec.json.Values;
import dev.headrace.engine.run.Evaluator;
import dev.headrace.expressions.cel.CelExpressions;
import dev.headrace.spec.flow.Expr;
import dev.headrace.spec.flow.Type;
import dev.headrace.spec.run.Form;
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

    @Override
    public boolean fits(Value value, Form.Type type) {
        Json json = Json.read(value.json());
        return switch (type) {
            case TEXT -> json instanceof JsonText;
            case INT ->
                    json instanceof JsonNumber number
                            && number.literal()
                                    .chars()
                                    .allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
            case NUMBER -> json instanceof JsonNumber;
            case BOOL -> json instanceof JsonBool;
        };
    }
}
