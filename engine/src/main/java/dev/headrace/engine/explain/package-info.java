/** Why a node is as it is: one sentence and a remedy, from the same states that decide. */
@NullMarked
package dev.headrace.engine.explain;

import org.jspecify.annotations.NullMarked;
