/**
 * The embedded store: one SQLite file in write-ahead mode.
 *
 * <p>{@link SqliteStore} is the port; a class a table ({@link Journal}, {@link Runs}, {@link
 * Versions}, {@link Messages}); {@link StoreFile} is how the file comes to be and is opened, {@link
 * WriteAheadLog} keeps commits from growing files, {@link Fault} says what an error of SQLite
 * means, {@link Seal} finds what SQLite does not: a changed byte.
 */
@NullMarked
package dev.headrace.adapters.jdbc.sqlite;

import org.jspecify.annotations.NullMarked;
