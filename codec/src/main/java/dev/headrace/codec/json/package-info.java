/**
 * JSON: a light tree that is read strictly and within bounds, its canonical text, and the values of
 * tasks as people see them.
 */
@NullMarked
package dev.headrace.codec.json;

import org.jspecify.annotations.NullMarked;
