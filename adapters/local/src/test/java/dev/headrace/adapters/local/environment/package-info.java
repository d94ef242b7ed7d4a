/** Tests of environments, with the real Python of this machine and packages made on the spot. */
@NullMarked
package dev.headrace.adapters.local.environment;

import org.jspecify.annotations.NullMarked;
