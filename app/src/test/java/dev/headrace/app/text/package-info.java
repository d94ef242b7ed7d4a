@NullMarked
package dev.headrace.app.text;

import org.jspecify.annotations.NullMarked;
