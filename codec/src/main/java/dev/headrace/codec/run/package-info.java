/**
 * Journals as text. One table of slots says how each kind of event is written, read and described;
 * it is read without a tree in between, for a journal may be long.
 */
@NullMarked
package dev.headrace.codec.run;

import org.jspecify.annotations.NullMarked;
