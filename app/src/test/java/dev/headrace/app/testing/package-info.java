@NullMarked
package dev.headrace.app.testing;

import org.jspecify.annotations.NullMarked;
