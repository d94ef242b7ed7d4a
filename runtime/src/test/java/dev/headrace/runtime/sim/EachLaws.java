package dev.headrace.runtime.sim;

import dev.headrace.engine.run.NodeState;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.spec.flow.ForEach;
import dev.headrace.spec.flow.ForEach.Collect;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Value;
import java.util.ArrayList;
import java.util.List;

/** What must hold of a ForEach. */
final class EachLaws {
    private EachLaws() {}

    /** What comes out is what its items gave, each in its place; and they were enough. */
    static final class ResultsHaveTheirPlace extends Law {
        ResultsHaveTheirPlace(World world) {
            super(world);
        }

        @Override
        void happened(Step step) {
            if (step.event() instanceof RunEvent.NodeSettled(var path)
                    && step.after().tree().node(path).spec() instanceof ForEach each
                    && step.after().tree().node(path).outcome().orElseThrow()
                            instanceof Outcome.Succeeded(Value result)) {
                List<String> items = new ArrayList<>();
                int good = 0;
                for (var child : step.after().tree().node(path).family().children()) {
                    NodeState item = step.after().tree().node(child.value());
                    if (item.outcome().orElseThrow() instanceof Outcome.Succeeded(Value value)) {
                        items.add(value.json());
                        good++;
                    } else if (each.collect() == Collect.NULLS) {
                        items.add("null");
                    } else {
                        world.counters.add("item left out of the result");
                    }
                }
                check(
                        result.json().equals("[" + String.join(",", items) + "]"),
                        path,
                        " came to ",
                        result);
                check(
                        !each.tolerance().exceeded(step.after().tree().node(path).counts()),
                        path,
                        " succeeded, but only with ",
                        good,
                        " items");
            }
        }
    }
}
