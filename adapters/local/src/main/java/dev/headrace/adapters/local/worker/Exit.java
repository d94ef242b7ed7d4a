package dev.headrace.adapters.local.worker;

import java.util.Optional;

/** How a process ended: by itself with a status, or by a signal. */
record Exit(Optional<Long> code, Optional<Long> signal) {}
