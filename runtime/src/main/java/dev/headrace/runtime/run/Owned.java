package dev.headrace.runtime.run;

import dev.headrace.engine.run.RunState;
import dev.headrace.spi.store.EventStore.RunRow;
import java.util.Optional;

/**
 * A run that this controller owns, as its journal says.
 *
 * @param next the sequence number that its next event will have
 * @param row what lists show of it; absent until it has begun
 */
public record Owned(RunState state, long next, Optional<RunRow> row) {}
