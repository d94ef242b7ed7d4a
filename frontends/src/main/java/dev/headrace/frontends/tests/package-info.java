/** What a test of a flow says: what is replaced, what is answered, what must come of it. */
@NullMarked
package dev.headrace.frontends.tests;

import org.jspecify.annotations.NullMarked;
