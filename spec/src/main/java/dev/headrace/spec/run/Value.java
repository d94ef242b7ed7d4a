package dev.headrace.spec.run;

import java.util.Objects;

/**
 * A value between tasks, as one JSON text in the form of docs/protocol.md §1.3. The engine never
 * looks inside; what is large lies in the artifact store and only its {@code stored} form is here.
 */
public record Value(String json) {
    public static final Value NULL = new Value("null");

    /** Characters. A task's result is stored away from 4 KiB on; the list of many may be large. */
    public static final int LENGTH_MAX = 1 << 26;

    public Value {
        Objects.requireNonNull(json);
        if (json.isEmpty() || json.length() > LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "a value has 1.." + LENGTH_MAX + " characters, not " + json.length());
        }
    }

    @Override
    public String toString() {
        return json;
    }
}
