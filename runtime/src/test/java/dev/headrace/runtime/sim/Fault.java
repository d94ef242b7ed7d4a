package dev.headrace.runtime.sim;

/** The process of a controller ends here and now. */
final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1;

    Fault() {
        super("killed", null, false, false);
    }
}
