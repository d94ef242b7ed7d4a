/** Tests. */
@NullMarked
package dev.headrace.codec.run;

import org.jspecify.annotations.NullMarked;
