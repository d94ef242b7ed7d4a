/** Flows that are Python functions, from what their file says of itself. */
@NullMarked
package dev.headrace.frontends.python;

import org.jspecify.annotations.NullMarked;
