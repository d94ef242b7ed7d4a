package dev.headrace.engine.run;

/** Why an attempt is being stopped. */
public enum StopReason {
    /** Somebody cancelled the run. */
    CANCEL,
    /** It ran longer than it may. */
    TIMEOUT,
    /** The body that it belongs to has failed. */
    PARENT,
    /** A task of the same graph has failed. */
    SIBLING,
    /** The body that called it wants it no more. */
    CALLER,
    /** So many of its siblings have succeeded that it is no longer wanted. */
    ENOUGH,
    /** The run has as many events as it may have. */
    HISTORY,
    /** It belongs to a hook that ran longer than it may. */
    OVERTIME
}
