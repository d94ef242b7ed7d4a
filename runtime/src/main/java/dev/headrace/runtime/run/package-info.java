/**
 * Makes runs happen: one loop, turned by one thread, takes all that has come, decides it, commits
 * it once, and only then lets the world know. {@link dev.headrace.runtime.run.Loop} is the whole of
 * it; the command line adds a thread and real time, the simulator turns the crank of the very same
 * class.
 */
@NullMarked
package dev.headrace.runtime.run;

import org.jspecify.annotations.NullMarked;
