/** Tests of content-addressed files. */
@NullMarked
package dev.headrace.adapters.local.files;

import org.jspecify.annotations.NullMarked;
