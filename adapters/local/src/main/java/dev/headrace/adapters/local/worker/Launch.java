package dev.headrace.adapters.local.worker;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How a process is started.
 *
 * @param argv of a program; a runner has none
 * @param environment what differs from the supervisor's own
 * @param log what it writes is added to this file
 */
record Launch(List<String> argv, Map<String, String> environment, Path cwd, Path log) {}
