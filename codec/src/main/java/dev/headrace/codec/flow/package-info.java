/**
 * Flows as documents. One table of shapes says how each part of a flow is written, read, checked
 * and described in the JSON Schema.
 */
@NullMarked
package dev.headrace.codec.flow;

import org.jspecify.annotations.NullMarked;
