package dev.headrace.engine.run;

import dev.headrace.spec.run.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Looks into flat lists only. */
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
}
