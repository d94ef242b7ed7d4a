/** The laws of the house, as tests over its class files, its sources and its pages. */
@NullMarked
package dev.headrace.checks;

import org.jspecify.annotations.NullMarked;
