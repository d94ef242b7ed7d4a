/**
 * Runs that are played for tests: tasks are replaced, time is skipped, those who wait are answered.
 */
@NullMarked
package dev.headrace.app.testing;

import org.jspecify.annotations.NullMarked;
