/** Tests. */
@NullMarked
package dev.headrace.codec.flow;

import org.jspecify.annotations.NullMarked;
