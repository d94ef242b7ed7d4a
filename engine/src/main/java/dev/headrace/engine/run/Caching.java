package dev.headrace.engine.run;

import dev.headrace.engine.persistent.Sorted;
import dev.headrace.spec.run.Ending;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Value;
import java.util.List;
import java.util.Optional;

/**
 * What a run knows of the cache.
 *
 * @param lookups tasks that are to be looked up
 * @param looked what came of it last, by node
 */
public record Caching(Sorted<Place, NodePath> lookups, Sorted<NodePath, Looked> looked) {
    static final Caching NOTHING = new Caching(Sorted.empty(), Sorted.empty());

    /** What came of looking a task up. */
    public sealed interface Looked {}

    /** Its result was there. */
    public record Taken(CacheSource from, List<Ending.Named> artifacts) implements Looked {
        public Taken {
            artifacts = List.copyOf(artifacts);
        }
    }

    /**
     * It was not, and the task does its work.
     *
     * @param key what its result is to be kept under; empty: it is not kept
     * @param parts what the key is made of
     * @param made what its last attempt gave a name to
     */
    public record Missed(String key, Value parts, NotTaken why, List<Ending.Named> made)
            implements Looked {
        public Missed {
            made = List.copyOf(made);
        }
    }

    public Optional<Looked> looked(NodePath node) {
        return looked.get(node);
    }

    Caching asking(Place place, NodePath node) {
        return new Caching(lookups.with(place, node), looked);
    }

    Caching asked(Place place) {
        return new Caching(lookups.without(place), looked);
    }

    /** A node that is gone for good. */
    Caching without(NodePath node) {
        return looked.has(node) ? new Caching(lookups, looked.without(node)) : this;
    }

    private Caching found(NodePath node, Looked answer) {
        return new Caching(lookups, looked.with(node, answer));
    }

    static void looked(TreeEdit tree, RunEvent.OfCache event) {
        NodePath path = event.node();
        if (!(tree.node(path).phase() instanceof Phase.Looking)) {
            throw new IllegalStateException("the journal is corrupt: " + event);
        }
        switch (event) {
            case RunEvent.CacheHit hit -> {
                tree.cache(tree.cache().found(path, new Taken(hit.from(), hit.artifacts())));
                tree.over(path, new Outcome.Succeeded(hit.value()));
            }
            case RunEvent.CacheMissed miss -> {
                tree.cache(
                        tree.cache()
                                .found(
                                        path,
                                        new Missed(
                                                miss.key(), miss.parts(), miss.why(), List.of())));
                tree.change(path, new Phase.Ready());
            }
        }
    }

    /** What an attempt of a task that is to be kept gave names to. */
    static void made(TreeEdit tree, NodePath path, List<Ending.Named> artifacts) {
        if (!artifacts.isEmpty() && tree.cache().looked(path).orElse(null) instanceof Missed miss) {
            tree.cache(
                    tree.cache()
                            .found(
                                    path,
                                    new Missed(miss.key(), miss.parts(), miss.why(), artifacts)));
        }
    }

    /** The body asked for something else than before: what it gives now is not kept. */
    static void diverged(TreeEdit tree, NodePath body) {
        if (tree.cache().looked(body).orElse(null) instanceof Missed miss) {
            tree.cache(
                    tree.cache()
                            .found(body, new Missed("", miss.parts(), miss.why(), miss.made())));
        }
    }
}
