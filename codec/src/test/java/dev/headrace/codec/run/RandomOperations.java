package dev.headrace.codec.run;

import dev.headrace.engine.run.RunEvent;

/** What people do to runs, and what follows nodes, by dice. */
final class RandomOperations {
    static final int KINDS = 8;

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
            case 5 -> new RunEvent.NodeBegan(random.path(), random.instant());
            case 6 ->
                    new RunEvent.HooksOpened(
                            random.path(),
                            random.list(3, random::text),
                            random.value(),
                            random.instant());
            case 7 -> new RunEvent.HookLimited(random.path(), random.instant());
            default -> new RunEvent.RunUnpaused(random.text(), random.text());
        };
    }
}
