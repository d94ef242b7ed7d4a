@NullMarked
package dev.headrace.app.control;

import org.jspecify.annotations.NullMarked;
