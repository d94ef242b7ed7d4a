package dev.headrace.engine.run;

import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/** What somebody wants to be run again of a run that is over. */
public sealed interface Selection {
    /** All that has not succeeded. */
    record Unfinished() implements Selection {}

    /**
     * What has failed, and what follows from it; what was cancelled elsewhere stays so.
     *
     * @param below only there, if it is said
     */
    record Failed(Optional<NodePath> below) implements Selection {}

    /** What follows from a node of which somebody says what it came to. */
    record Marked(NodePath node, Mark as) implements Selection {}

    /**
     * A node, with these values for some of its inputs, and all that follows from it.
     *
     * @param edits by the name of the input
     */
    record From(NodePath node, SequencedMap<String, Value> edits) implements Selection {
        public From {
            edits = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(edits));
        }
    }
}
