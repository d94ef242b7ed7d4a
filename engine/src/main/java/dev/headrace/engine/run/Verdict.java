package dev.headrace.engine.run;

/** How a run ended. */
public enum Verdict {
    SUCCEEDED,
    FAILED,
    CANCELLED
}
