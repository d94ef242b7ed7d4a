/** Tests. */
@NullMarked
package dev.headrace.frontends.python;

import org.jspecify.annotations.NullMarked;
