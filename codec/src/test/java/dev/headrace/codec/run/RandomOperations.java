package dev.headrace.codec.run;

import dev.headrace.engine.run.RunEvent;

/** What people do to runs, by dice. */
final class RandomOperations {
    static final int KINDS = 5;

    private final RandomEvents random;

    RandomOperations(RandomEvents random) {
        this.random = random;
    }

    RunEvent event(int kind) {
        return switch (kind) {
            case 0 -> new RunEvent.RunPaused(random.text(), random.text());
            case 1 -> new RunEvent.NodeHeld(random.path(), random.text(), random.text());
            case 2 -> new RunEvent.NodeReleased(random.path(), random.text(), random.text());
            case 3 ->
                    new RunEvent.NodeMarked(
                            random.path(), random.outcome(), random.text(), random.text());
            default -> new RunEvent.RunUnpaused(random.text(), random.text());
        };
    }
}
