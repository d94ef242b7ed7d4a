package dev.headrace.engine.run;

import java.time.Instant;
import java.util.Objects;

/**
 * When a body that waits gives up.
 *
 * @param key under which it keeps that it waited in vain
 */
public record WaitUntil(Instant due, String key) {
    public WaitUntil {
        Objects.requireNonNull(due);
        Objects.requireNonNull(key);
    }
}
