package dev.headrace.engine.run;

import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.RunId;
import java.time.Instant;
import java.util.Objects;

/**
 * Where a result in the cache comes from.
 *
 * @param run that made it
 * @param task of that run
 * @param at when
 */
public record CacheSource(RunId run, NodePath task, Instant at) {
    public CacheSource {
        Objects.requireNonNull(run);
        Objects.requireNonNull(task);
        Objects.requireNonNull(at);
    }
}
