/**
 * What a flow is: sealed nodes, their inputs, resources and limits. A {@link
 * dev.headrace.spec.flow.FlowSpec} that exists is one that can run.
 */
@NullMarked
package dev.headrace.spec.flow;

import org.jspecify.annotations.NullMarked;
