/** Runs that tests tell, event by event. */
@NullMarked
package dev.headrace.app.story;

import org.jspecify.annotations.NullMarked;
