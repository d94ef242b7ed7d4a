package dev.headrace.spi.store;

import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.RunId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Results of tasks under what they were made of. Part of the contract of {@link EventStore}:
 *
 * <ul>
 *   <li>What a batch keeps is there from its commit on, and not before; of several entries under
 *       one key the last one counts.
 *   <li>When a run is forgotten, so are its entries.
 *   <li>An entry is read as it was written, or it is damage: never another one.
 * </ul>
 */
public interface CacheStore {
    /** What is kept under this key. */
    Optional<Entry> cached(String key);

    /** The results of this task that were kept last, newest first; at most {@code limit}. */
    List<Entry> cachedLately(String task, int limit);

    /**
     * A result that another run may take.
     *
     * @param key digest of all that it was made of
     * @param task its name
     * @param parts what the key is made of, as JSON
     * @param made the result, as the codec wrote it
     * @param at when it was made
     */
    record Entry(
            String key,
            String task,
            String parts,
            RunId run,
            NodePath node,
            String made,
            Instant at) {
        public Entry {
            Objects.requireNonNull(key);
            Objects.requireNonNull(task);
            Objects.requireNonNull(parts);
            Objects.requireNonNull(run);
            Objects.requireNonNull(node);
            Objects.requireNonNull(made);
            Objects.requireNonNull(at);
        }
    }
}
