package dev.headrace.spi.worker;

import dev.headrace.spec.flow.Action;
import dev.headrace.spec.flow.Resources;
import dev.headrace.spec.run.Argument;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.RunId;
import dev.headrace.spec.run.Value;
import java.util.Collections;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * Work for a worker.
 *
 * @param epoch of the controller; a worker refuses a lower one than it has seen for the run
 * @param results of the nodes that the inputs have holes for
 * @param brief known to be shorter than 2 ms, so it may wait at a runner that is still busy
 * @param recorded what earlier attempts of this body have recorded, by key
 */
public record Assignment(
        RunId run,
        AttemptId attempt,
        long epoch,
        Action action,
        Resources resources,
        List<Argument> inputs,
        SequencedMap<NodePath, Value> results,
        boolean brief,
        SequencedMap<String, Value> recorded) {
    public Assignment(
            RunId run,
            AttemptId attempt,
            long epoch,
            Action action,
            Resources resources,
            List<Argument> inputs,
            SequencedMap<NodePath, Value> results,
            boolean brief) {
        this(
                run,
                attempt,
                epoch,
                action,
                resources,
                inputs,
                results,
                brief,
                Collections.emptySortedMap());
    }

    public Assignment {
        inputs = List.copyOf(inputs);
        results = kept(results);
        recorded = kept(recorded);
    }

    private static <K extends Comparable<K>, V> SequencedMap<K, V> kept(SequencedMap<K, V> given) {
        return given.isEmpty()
                ? Collections.emptySortedMap()
                : Collections.unmodifiableSequencedMap(new TreeMap<>(given));
    }
}
