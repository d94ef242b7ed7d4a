/**
 * What people see in a terminal: marks, durations, tables, problems, and the {@link
 * dev.headrace.app.text.Display} of a run under way.
 */
@NullMarked
package dev.headrace.app.text;

import org.jspecify.annotations.NullMarked;
