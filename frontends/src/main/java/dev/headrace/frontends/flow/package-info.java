/** What all dialects share: arguments, code that is kept, amounts as people write them. */
@NullMarked
package dev.headrace.frontends.flow;

import org.jspecify.annotations.NullMarked;
