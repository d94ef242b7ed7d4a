package dev.headrace.engine.run;

import dev.headrace.spec.flow.Resources;
import dev.headrace.spec.run.WorkerId;

/**
 * What an attempt may use, and where.
 *
 * @param brief it may queue at the worker behind others, being short
 */
public record Grant(WorkerId worker, Resources resources, boolean brief) {}
