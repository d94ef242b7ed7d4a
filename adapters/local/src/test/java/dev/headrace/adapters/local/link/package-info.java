@NullMarked
package dev.headrace.adapters.local.link;

import org.jspecify.annotations.NullMarked;
