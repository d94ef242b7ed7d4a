/** What every store must do, as tests that each store's own test class inherits. */
@NullMarked
package dev.headrace.testkit.store;

import org.jspecify.annotations.NullMarked;
