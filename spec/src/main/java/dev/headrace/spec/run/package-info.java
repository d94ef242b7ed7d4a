/**
 * The words with which a run is spoken of on both sides of every port: its id, the paths of its
 * nodes, attempts, values, outcomes. Names only, no behaviour.
 */
@NullMarked
package dev.headrace.spec.run;

import org.jspecify.annotations.NullMarked;
