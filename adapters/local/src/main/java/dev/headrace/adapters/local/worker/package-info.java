/**
 * A host's agent in the controller's own process: warm Python runners, programs, their supervisor.
 * One thread turns it.
 */
@NullMarked
package dev.headrace.adapters.local.worker;

import org.jspecify.annotations.NullMarked;
