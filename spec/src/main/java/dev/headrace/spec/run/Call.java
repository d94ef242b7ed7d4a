package dev.headrace.spec.run;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A running body calls a task.
 *
 * @param key the last part of the child's path
 * @param template which task of the flow it is
 * @param digest of its inputs; the same key with another digest is a divergence
 * @param code digest of the function's source
 * @param place {@code file:line} of the call: recorded, not used
 * @param tuning what this call wants otherwise than the template says
 * @param awaited what it waits for, when it is no task but a wait; {@code template} is then its
 *     name
 */
public record Call(
        String key,
        String template,
        List<Argument> inputs,
        String digest,
        String code,
        String place,
        Tuning tuning,
        Optional<Awaited> awaited) {
    /** A call of a task. */
    public Call(
            String key,
            String template,
            List<Argument> inputs,
            String digest,
            String code,
            String place,
            Tuning tuning) {
        this(key, template, inputs, digest, code, place, tuning, Optional.empty());
    }

    public Call {
        Objects.requireNonNull(template);
        Objects.requireNonNull(digest);
        Objects.requireNonNull(code);
        Objects.requireNonNull(place);
        Objects.requireNonNull(tuning);
        Objects.requireNonNull(awaited);
        if (!NodePath.isPart(key)) {
            throw new IllegalArgumentException("not a key: '" + key + "'");
        }
        inputs = List.copyOf(inputs);
    }
}
