/**
 * Flows as YAML. The text becomes a tree that knows its places; the tree becomes a flow by one
 * reader for each part of the grammar, and the table of that grammar becomes the JSON Schema.
 */
@NullMarked
package dev.headrace.frontends.yaml;

import org.jspecify.annotations.NullMarked;
