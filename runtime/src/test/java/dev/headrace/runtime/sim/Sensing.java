package dev.headrace.runtime.sim;

import dev.headrace.spec.flow.Poll;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.RunId;
import java.time.Duration;
import java.util.Optional;

/** Programs that look for something in vain a few times. */
final class Sensing {
    private Sensing() {}

    /** How often it looks in vain before it sees something. */
    static int looks(Program program) {
        return program.steps().isEmpty() && program.salt() > 0 && program.salt() % 9 == 0
                ? 1 + program.salt() % 3
                : 0;
    }

    static Task made(Program program, Task task) {
        return looks(program) == 0
                ? task
                : new Task(
                        task.action(),
                        task.inputs(),
                        task.resources(),
                        task.retry(),
                        task.timeout(),
                        Optional.of(
                                new Poll(
                                        Duration.ofMillis(1 + program.salt() % 60_000),
                                        Optional.empty(),
                                        false)),
                        task.cache());
    }

    /** Whether this look is in vain. */
    static boolean inVain(World world, Program program, RunId run, NodePath node) {
        NodePath looks = node.child("looks");
        if (world.wrong(run, looks) >= looks(program)) {
            return false;
        }
        world.goWrong(run, looks);
        return true;
    }
}
