/** What every worker keeps. */
@NullMarked
package dev.headrace.testkit.worker;

import org.jspecify.annotations.NullMarked;
