@NullMarked
package dev.headrace.adapters.local.process;

import org.jspecify.annotations.NullMarked;
