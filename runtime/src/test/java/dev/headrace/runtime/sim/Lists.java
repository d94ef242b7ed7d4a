package dev.headrace.runtime.sim;

import dev.headrace.engine.run.Evaluator;
import dev.headrace.spec.flow.Expr;
import dev.headrace.spec.flow.Type;
import dev.headrace.spec.run.Form;
import dev.headrace.spec.run.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** Looks into the only values of this world that have parts: lists. */
final class Lists implements Evaluator {
    @Override
    public Optional<Value> part(Value whole, List<String> fields) {
        Optional<String> part = Optional.of(whole.json());
        for (String field : fields) {
            int index = Integer.parseInt(field);
            part =
                    part.flatMap(Lists::items)
                            .filter(items -> index < items.size())
                            .map(items -> items.get(index));
        }
        return part.map(Value::new);
    }

    @Override
    public Optional<List<Value>> items(Value list) {
        return items(list.json()).map(items -> items.stream().map(Value::new).toList());
    }

    /** Whole numbers are told from all else. */
    @Override
    public boolean fits(Value value, Type type) {
        return type != Type.Basic.INT || value.json().matches("-?[0-9]+");
    }

    static final String WRONG = "wrong";

    /** Holds for half of all values; {@code wrong} never can be worked out. */
    @Override
    public Answer evaluate(Expr expr, SequencedMap<String, Value> names) {
        return expr.text().equals(WRONG)
                ? new Wrong("it is wrong")
                : new Given(new Value(String.valueOf(holds(expr, names.values()))));
    }

    static boolean holds(Expr expr, Collection<Value> values) {
        int sum = expr.text().hashCode();
        for (Value value : values) {
            sum = 31 * sum + value.json().hashCode();
        }
        return (sum ^ sum >>> 8) % 2 == 0;
    }

    static Optional<List<String>> items(String json) {
        if (!json.startsWith("[")) {
            return Optional.empty();
        }
        List<String> items = new ArrayList<>();
        int depth = 0;
        int from = 1;
        for (int i = 1; i < json.length(); i++) {
            char c = json.charAt(i);
            boolean end = depth == 0 && (c == ',' || c == ']');
            if (end && i > from) {
                items.add(json.substring(from, i));
            }
            from = end ? i + 1 : from;
            depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
        }
        return Optional.of(items);
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
