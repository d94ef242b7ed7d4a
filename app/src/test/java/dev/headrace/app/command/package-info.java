@NullMarked
package dev.headrace.app.command;

import org.jspecify.annotations.NullMarked;
