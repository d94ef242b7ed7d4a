package dev.headrace.runtime.run;

import dev.headrace.engine.run.Decision;
import dev.headrace.engine.run.RunCommand;
import dev.headrace.spec.run.RunId;
import java.util.function.Consumer;

/**
 * A command on its way.
 *
 * @param reply told the decision, once what it says is kept
 */
record Envelope(RunId run, RunCommand command, Consumer<Decision> reply) {}
