package dev.headrace.runtime.run;

import dev.headrace.spec.run.RunId;

/** A decision about a run threw: a bug of ours, which must harm nobody else. */
final class Defect extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient RunId run;

    Defect(RunId run, RuntimeException cause) {
        super("a defect in a decision about run " + run, cause);
        this.run = run;
    }

    RunId run() {
        return run;
    }
}
