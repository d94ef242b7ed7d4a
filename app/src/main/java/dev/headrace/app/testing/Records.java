package dev.headrace.app.testing;

import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import java.util.Optional;

/** What came of tasks in earlier runs. */
@FunctionalInterface
public interface Records {
    /** What this task came to in that run; empty if it did not end there. */
    Optional<Outcome> outcome(String run, NodePath task);
}
