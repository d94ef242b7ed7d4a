/** The store as commands see it: runs by the beginning of their ids, their journals, their logs. */
@NullMarked
package dev.headrace.app.store;

import org.jspecify.annotations.NullMarked;
