/**
 * The command line: {@link dev.headrace.app.command.Commands} is its frame, a {@link
 * dev.headrace.app.command.Command} one word of it. Those that read are here; those that run
 * something are in {@code control}.
 */
@NullMarked
package dev.headrace.app.command;

import org.jspecify.annotations.NullMarked;
