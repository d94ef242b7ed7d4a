package dev.headrace.runtime.sim;

import dev.headrace.engine.run.Decision;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunState;
import dev.headrace.spec.run.Call;
import dev.headrace.spec.run.RunId;
import dev.headrace.spec.run.Value;
import dev.headrace.spi.store.EventStore.Batch;
import dev.headrace.spi.worker.Answer;
import dev.headrace.spi.worker.Assignment;
import dev.headrace.spi.worker.Stop;
import java.util.List;

/** Something that always holds, whatever happens. Each watches what it needs to see. */
abstract class Law {
    final World world;

    Law(World world) {
        this.world = world;
    }

    /** A batch is in the store; {@code writer} put it there. */
    void kept(Batch batch, List<RunEvent> events, Controller writer) {}

    /**
     * An event is in the store.
     *
     * @param writer who put it there
     * @param before the state before it, by the journal
     * @param after the state after it, by the journal
     */
    record Step(
            RunId run, Controller writer, RunState before, RunEvent event, RunState.Begun after) {}

    void happened(Step step) {}

    /** A controller says that its state is this, now that it is kept. */
    void adopted(RunId run, long next, RunState.Begun state) {}

    /** User code begins. */
    void began(Execution execution) {}

    /** User code is done, and whatever it does to the world is done. */
    void tookEffect(Execution execution) {}

    /** User code calls a task. */
    void called(Execution execution, Call call) {}

    /** User code wants these calls of its own no more. */
    void cancelled(Execution execution, List<String> keys) {}

    /** User code has its cpus again. */
    void wentOn(Execution execution) {}

    /** A controller hands work to a worker. */
    void assigned(SimWorker worker, Assignment assignment) {}

    /** A controller wants an attempt to end. */
    void stopped(SimWorker worker, Stop stop) {}

    /** A controller tells a body. */
    void answered(SimWorker worker, Answer answer) {}

    void recorded(Execution execution, String key, Value value) {}

    /** Somebody is told what became of what they asked for. */
    void replied(RunId run, Decision decision) {}

    /** All is quiet. */
    void ended() {}

    final void check(boolean holds, Object... otherwise) {
        if (!holds) {
            StringBuilder text = new StringBuilder();
            for (Object part : otherwise) {
                text.append(part);
            }
            throw new Broken(getClass().getSimpleName(), text.toString());
        }
    }
}
