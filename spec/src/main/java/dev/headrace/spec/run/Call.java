package dev.headrace.spec.run;

import java.util.List;
import java.util.Objects;

/**
 * A running body calls a task.
 *
 * @param key the last part of the child's path
 * @param template which task of the flow it is
 * @param digest of its inputs; the same key with another digest is a divergence
 * @param code digest of the function's source
 * @param place {@code file:line} of the call: recorded, not used
 * @param tuning what this call wants otherwise than the template says
 */
public record Call(
        String key,
        String template,
        List<Argument> inputs,
        String digest,
        String code,
        String place,
        Tuning tuning) {
    public Call {
        Objects.requireNonNull(template);
        Objects.requireNonNull(digest);
        Objects.requireNonNull(code);
        Objects.requireNonNull(place);
        Objects.requireNonNull(tuning);
        if (!NodePath.isPart(key)) {
            throw new IllegalArgumentException("not a key: '" + key + "'");
        }
        inputs = List.copyOf(inputs);
    }
}
