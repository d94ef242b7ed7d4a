/** A store that forgets everything at its end: to measure the engine without a disk. */
@NullMarked
package dev.headrace.adapters.local.memory;

import org.jspecify.annotations.NullMarked;
