/** The port to where journals, flow versions and messages for controllers are kept. */
@NullMarked
package dev.headrace.spi.store;

import org.jspecify.annotations.NullMarked;
