/** Tests. */
@NullMarked
package dev.headrace.frontends.flow;

import org.jspecify.annotations.NullMarked;
