@NullMarked
package dev.headrace.runtime.view;

import org.jspecify.annotations.NullMarked;
