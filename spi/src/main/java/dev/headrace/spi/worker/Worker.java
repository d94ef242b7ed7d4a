package dev.headrace.spi.worker;

import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.RunId;
import dev.headrace.spec.run.Value;
import java.util.List;

/**
 * A host's agent, as the controller sees it. Every call returns at once; what comes of it is in the
 * reports. The contract, shown by {@code WorkerContract}:
 *
 * <ul>
 *   <li>{@link #assign} twice under the same (run, attempt) starts one attempt.
 *   <li>Each assigned attempt is reported {@code Ended} at least once, and again after a new hello
 *       until it was acknowledged.
 *   <li>An attempt that ran for 10 ms is reported {@code Started} before it is {@code Ended}.
 *   <li>{@link #stop} ends the attempt and its whole session: gently, then by force; an attempt
 *       that never began ends as {@code Cancelled}. Stopping what is over is nothing.
 *   <li>An attempt that ended by itself while it was being stopped says how it ended.
 * </ul>
 */
public interface Worker {
    void assign(List<Assignment> assignments);

    void stop(List<Stop> stops);

    void answer(List<Answer> answers);

    void recorded(RunId run, AttemptId body, String key, Value value);

    /** The controller has kept the end of this attempt. */
    void acknowledge(RunId run, AttemptId attempt);
}
