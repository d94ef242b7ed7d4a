package dev.headrace.app.testing;

import dev.headrace.spec.run.Outcome;
import dev.headrace.spi.worker.Assignment;

/** Does the work of a task in the process that holds the test. */
@FunctionalInterface
public interface TestCode {
    /**
     * What came of it, as soon as it is done.
     *
     * @param task as the test names it
     * @param nth how often that was replaced before
     */
    Outcome run(String task, int nth, Assignment work);
}
