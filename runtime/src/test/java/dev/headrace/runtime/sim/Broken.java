package dev.headrace.runtime.sim;

/** A law does not hold. */
final class Broken extends AssertionError {
    private static final long serialVersionUID = 1;

    private final String law;

    Broken(String law, String what) {
        super(law + ": " + what);
        this.law = law;
    }

    String law() {
        return law;
    }
}
