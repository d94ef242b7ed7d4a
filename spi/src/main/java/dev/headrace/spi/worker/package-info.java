/** The host link: what a controller and a worker say to each other (docs/protocol.md §2). */
@NullMarked
package dev.headrace.spi.worker;

import org.jspecify.annotations.NullMarked;
