/** The one main: reads the command line, chooses adapters, turns the crank. */
@NullMarked
package dev.headrace.app;

import org.jspecify.annotations.NullMarked;
