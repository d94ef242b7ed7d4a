/** Processes seen from outside: who is still there, and proof that they are not. */
@NullMarked
package dev.headrace.adapters.local.process;

import org.jspecify.annotations.NullMarked;
