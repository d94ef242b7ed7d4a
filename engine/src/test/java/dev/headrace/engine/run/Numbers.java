package dev.headrace.engine.run;

import dev.headrace.spec.flow.Expr;
import dev.headrace.spec.flow.Type;
import dev.headrace.spec.run.Form;
import dev.headrace.spec.run.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** Looks into flat lists only; its conditions are {@code name} and {@code name=value}. */
final class Numbers implements Evaluator {
    @Override
    public Optional<Value> part(Value whole, List<String> fields) {
        int index = Integer.parseInt(fields.getFirst());
        return items(whole).filter(items -> index < items.size()).map(items -> items.get(index));
    }

    @Override
    public Optional<List<Value>> items(Value list) {
        String text = list.json();
        if (!text.startsWith("[")) {
            return Optional.empty();
        }
        String inner = text.substring(1, text.length() - 1);
        return Optional.of(
                inner.isEmpty()
                        ? List.of()
                        : Arrays.stream(inner.split(",", -1)).map(Value::new).toList());
    }

    @Override
    public boolean fits(Value value, Type type) {
        return type != Type.Basic.INT || value.json().matches("-?[0-9]+");
    }

    @Override
    public Answer evaluate(Expr expr, SequencedMap<String, Value> names) {
        String[] sides = expr.text().split("=", 2);
        Value left = names.get(sides[0]);
        if (left == null) {
            return new Wrong("there is no " + sides[0]);
        }
        return new Given(
                sides.length == 1 ? left : new Value(String.valueOf(left.json().equals(sides[1]))));
    }

    @Override
    public boolean fits(Value value, Form.Type type) {
        String json = value.json();
        return switch (type) {
            case TEXT -> json.startsWith("\"");
            case INT -> json.matches("-?[0-9]+");
            case NUMBER -> json.matches("-?[0-9]+(\\.[0-9]+)?");
            case BOOL -> json.equals("true") || json.equals("false");
        };
    }
}
