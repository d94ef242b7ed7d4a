/** Tests. */
@NullMarked
package dev.headrace.codec.json;

import org.jspecify.annotations.NullMarked;
