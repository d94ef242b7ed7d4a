/**
 * Where a store lies, who owns its runs, and how an owner is woken.
 *
 * <p>{@link Home} is the folder, {@link Ownership} the lock that says that a controller lives,
 * {@link Doorbell} the socket on which it hears that a message lies in the store.
 */
@NullMarked
package dev.headrace.adapters.local.home;

import org.jspecify.annotations.NullMarked;
