package dev.headrace.runtime.sim;

import dev.headrace.spec.flow.Result;

/**
 * What must become of a node, if it is not cancelled.
 *
 * @param came to what it comes, unless it is unsure
 * @param sure it comes out so within its budgets; else it may fail, too
 * @param text its value as JSON, or the type of its failure
 * @param open nobody can say: what it comes to hangs on the order of things
 * @param joined joins or policies had a say, so that a loss somewhere may change it all
 */
record Expected(Result came, boolean sure, String text, boolean open, boolean joined) {
    static Expected value(boolean sure, String json) {
        return new Expected(Result.SUCCEEDED, sure, json, false, false);
    }

    static Expected failure(boolean sure, String type) {
        return failure(Result.FAILED, sure, type);
    }

    static Expected failure(Result came, boolean sure, String type) {
        return new Expected(came, sure, type, false, false);
    }

    static Expected anything() {
        return new Expected(Result.SUCCEEDED, false, "null", true, true);
    }

    /** It cannot succeed. */
    boolean never() {
        return came != Result.SUCCEEDED;
    }

    boolean known() {
        return sure && !open;
    }

    Expected unless(boolean certain) {
        return certain ? this : new Expected(came, false, text, open, joined);
    }

    Expected joined(boolean too) {
        return too ? new Expected(came, sure, text, open, true) : this;
    }
}
