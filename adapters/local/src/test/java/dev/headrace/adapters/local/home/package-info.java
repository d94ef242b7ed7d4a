/** Tests of homes and owners, on real folders and with real processes. */
@NullMarked
package dev.headrace.adapters.local.home;

import org.jspecify.annotations.NullMarked;
