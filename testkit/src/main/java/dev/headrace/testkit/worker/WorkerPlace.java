package dev.headrace.testkit.worker;

import dev.headrace.spec.flow.Action;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spi.worker.Report;
import dev.headrace.spi.worker.Worker;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A worker of at least two slots under test, with a run that it may work for. */
public interface WorkerPlace extends AutoCloseable {
    Worker worker();

    /** What has happened; waits for it at most so long. */
    List<Report> turn(Duration atMost);

    /** The controller has come anew. */
    void helloAgain();

    Action action(Deed deed);

    /** How often this attempt has begun, by witness of what it did. */
    int begun(AttemptId attempt);

    /** How many processes of this attempt live. */
    int living(AttemptId attempt);

    @Override
    void close() throws IOException;
}
