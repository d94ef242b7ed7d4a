/**
 * One run of a flow, as a pure state machine.
 *
 * <pre>
 *   decide : (state, command, now) -> decision      what should happen      RunDecider
 *   evolve : (state, event)        -> state         what it means           RunEvolver
 *   react  : (state, event)        -> effects       what the world must do  RunEffects
 * </pre>
 *
 * The state is a table of nodes by path (Tree) with the queues that say what can move next, so that
 * no decision ever scans all nodes.
 */
@NullMarked
package dev.headrace.engine.run;

import org.jspecify.annotations.NullMarked;
