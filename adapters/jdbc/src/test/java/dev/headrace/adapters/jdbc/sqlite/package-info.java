/** Tests of the embedded store, on real files. */
@NullMarked
package dev.headrace.adapters.jdbc.sqlite;

import org.jspecify.annotations.NullMarked;
