/** The embedded controller: makes a flow out of a file, turns worker and loop, follows one run. */
@NullMarked
package dev.headrace.app.control;

import org.jspecify.annotations.NullMarked;
