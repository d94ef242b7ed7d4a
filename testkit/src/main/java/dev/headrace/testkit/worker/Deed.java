package dev.headrace.testkit.worker;

/** What an attempt does, for tests of workers. */
public enum Deed {
    /** Succeeds at once. */
    SUCCEEDS,
    /** Succeeds after 50 ms. */
    TAKES_TIME,
    /** Fails of its own. */
    FAILS,
    /** Its process is killed by SIGSEGV. */
    CRASHES,
    /** Never ends, unless it is asked to; a child of it neither. */
    WAITS,
    /** Never ends, and does not listen. */
    IS_STUBBORN,
    /** Never ends; succeeds when it is asked to end. */
    FINISHES_WHEN_ASKED
}
