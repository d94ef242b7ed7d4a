package dev.headrace.adapters.local.worker;

import dev.headrace.spec.run.Failure;

/** What a file of the user's holds, or why it cannot be read. */
public sealed interface Described {
    /** The description as JSON (docs/protocol.md §1.3). */
    record Found(String json) implements Described {}

    record Broken(Failure failure) implements Described {}
}
