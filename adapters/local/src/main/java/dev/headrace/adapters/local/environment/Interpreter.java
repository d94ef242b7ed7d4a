package dev.headrace.adapters.local.environment;

import java.nio.file.Path;

/**
 * A Python that was asked what it is.
 *
 * @param executable its own word for itself, so no shim
 * @param version such as {@code 3.11.7}
 * @param platform implementation, system and machine, which decide what can be installed
 */
record Interpreter(Path executable, String version, String platform) {}
