@NullMarked
package dev.headrace.adapters.local.worker;

import org.jspecify.annotations.NullMarked;
