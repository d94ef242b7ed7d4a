/** Tests. */
@NullMarked
package dev.headrace.frontends.yaml;

import org.jspecify.annotations.NullMarked;
