/**
 * The Python in which a flow runs: found on the machine, or made once for what the flow declares.
 *
 * <p>{@link Script} reads what a file declares, {@link Interpreters} finds a Python and remembers
 * what it is, {@link Environments} makes the environment and hands it out.
 */
@NullMarked
package dev.headrace.adapters.local.environment;

import org.jspecify.annotations.NullMarked;
