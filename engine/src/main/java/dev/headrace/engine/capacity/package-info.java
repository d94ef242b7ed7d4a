/**
 * What workers have and who holds it, over all runs: runs want, capacity grants, and hears what is
 * given back. Folded from what workers and runs say, so nothing can leak.
 */
@NullMarked
package dev.headrace.engine.capacity;

import org.jspecify.annotations.NullMarked;
