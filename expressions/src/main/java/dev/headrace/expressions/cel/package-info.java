/**
 * Conditions and other expressions in the Common Expression Language. All that is seen from outside
 * is {@link dev.headrace.expressions.cel.CelExpressions}; the library behind it is not loaded
 * before the first expression is.
 */
@NullMarked
package dev.headrace.expressions.cel;

import org.jspecify.annotations.NullMarked;
