package dev.headrace.adapters.local.worker;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A runner reads a file of the user's. */
final class Describing {
    private final Runner runner;
    private final String question;
    private boolean asked;
    private @Nullable Described found;

    Describing(Runner runner, String question) {
        this.runner = runner;
        this.question = question;
    }

    Runner runner() {
        return runner;
    }

    /** Asks the runner, once it is there. */
    void ask() {
        if (!asked && runner.isIdle()) {
            asked = true;
            runner.send(question);
        }
    }

    void found(Described what) {
        found = what;
    }

    Optional<Described> found() {
        return Optional.ofNullable(found);
    }
}
