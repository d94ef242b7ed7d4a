package dev.headrace.spi.worker;

import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.RunId;
import java.time.Duration;

/**
 * End this attempt.
 *
 * @param grace between the gentle signal and the one that cannot be refused
 */
public record Stop(RunId run, AttemptId attempt, Duration grace) {}
