/** Frames of JSON over a Unix socket, without waiting and without threads. */
@NullMarked
package dev.headrace.adapters.local.link;

import org.jspecify.annotations.NullMarked;
