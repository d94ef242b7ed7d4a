/** Collections that never change: each change gives a new one, in O(log n), and shares the rest. */
@NullMarked
package dev.headrace.engine.persistent;

import org.jspecify.annotations.NullMarked;
