package dev.headrace.spec.flow;

import java.util.Objects;

/**
 * Work that follows a node when its own work and all that it called are over. The node settles
 * after it; it sees what the node came to ({@link Input.FromOutcome}).
 *
 * @param name unique among the node's hooks; it runs as {@code node/:name}
 * @param on for which outcomes
 * @param body what is run
 */
public record Hook(String name, On on, Node body) {
    /** Hooks of one node. */
    public static final int HOOKS_MAX = 16;

    /** What a hook for every outcome is called where nothing is said. */
    public static final String FINALLY = "finally";

    /** When a hook runs. For what never began, nothing does. */
    public enum On {
        SUCCEEDED,
        FAILED,
        /** Whatever it came to, also when it was cancelled. As Argo's {@code onExit}. */
        ENDED;

        /** Whether it is to run for this result. */
        public boolean matches(Result result) {
            return switch (result) {
                case SUCCEEDED -> this != FAILED;
                case FAILED, ERRORED -> this != SUCCEEDED;
                case CANCELLED -> this == ENDED;
                case SKIPPED, OMITTED -> false;
            };
        }
    }

    public Hook {
        Objects.requireNonNull(on);
        Objects.requireNonNull(body);
        if (!FlowSpec.isName(name)) {
            throw new IllegalArgumentException("'" + name + "' cannot be the name of a hook");
        }
    }
}
