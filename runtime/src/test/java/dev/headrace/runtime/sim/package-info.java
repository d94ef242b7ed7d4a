/**
 * A whole world in one thread, grown from one seed: the loop, the engine and the codec are the real
 * ones; time, the store, workers, user code and people are not. {@link
 * dev.headrace.runtime.sim.World} lives it, each {@link dev.headrace.runtime.sim.Law} watches one
 * thing, {@link dev.headrace.runtime.sim.SimMain} turns it by hand.
 */
@NullMarked
package dev.headrace.runtime.sim;

import org.jspecify.annotations.NullMarked;
