package dev.headrace.runtime.sim;

/**
 * What must become of a node, if it is not cancelled.
 *
 * @param never it cannot succeed
 * @param sure it comes out so within its budgets; else only perhaps
 * @param text its value as JSON, or the type of its failure
 */
record Expected(boolean never, boolean sure, String text) {
    static Expected value(boolean sure, String json) {
        return new Expected(false, sure, json);
    }

    static Expected failure(boolean sure, String type) {
        return new Expected(true, sure, type);
    }

    Expected unless(boolean certain) {
        return certain ? this : new Expected(never, false, text);
    }
}
