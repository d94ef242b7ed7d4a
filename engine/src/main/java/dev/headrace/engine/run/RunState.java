package dev.headrace.engine.run;

import dev.headrace.spec.flow.FlowSpec;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.RunId;
import dev.headrace.spec.run.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;

/** Where a run stands. */
public sealed interface RunState {
    FlowSpec flow();

    /** Nothing but the flow is known. */
    record NotStarted(FlowSpec flow) implements RunState {
        public NotStarted {
            Objects.requireNonNull(flow);
        }
    }

    /** A run that has begun. */
    sealed interface Begun extends RunState {
        Head head();

        Tree tree();

        @Override
        default FlowSpec flow() {
            return head().flow();
        }
    }

    record Active(Head head, Tree tree) implements Begun {}

    /**
     * Somebody wants it to end; what runs is being stopped.
     *
     * @param hard it is killed, without any time to clean up
     */
    record Cancelling(Head head, Tree tree, String who, String why, boolean hard)
            implements Begun {}

    /** Somebody wants nothing more to begin; what is under way goes on. */
    record Paused(Head head, Tree tree, String who, String why) implements Begun {}

    record Finished(Head head, Tree tree, Verdict verdict) implements Begun {
        /** The result of the flow, if there is one. */
        public Optional<Value> result() {
            return tree.root().outcome().orElseThrow() instanceof Outcome.Succeeded(Value value)
                    ? Optional.of(value)
                    : Optional.empty();
        }
    }

    /**
     * What stays the same, or nearly so, while a run goes on.
     *
     * @param epoch grows with each owner
     * @param generation from 1; each time that it is reopened or goes on afresh begins another
     * @param origin what started it
     * @param cache whether tasks may be taken from the cache that want that
     */
    record Head(
            RunId run,
            FlowSpec flow,
            String version,
            SequencedMap<String, Value> arguments,
            String owner,
            long epoch,
            int generation,
            String origin,
            History history,
            boolean cache) {
        public Head {
            arguments = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(arguments));
        }

        Head ownedBy(String newOwner, long newEpoch) {
            return new Head(
                    run,
                    flow,
                    version,
                    arguments,
                    newOwner,
                    newEpoch,
                    generation,
                    origin,
                    history,
                    cache);
        }

        Head inGeneration(int next) {
            return new Head(
                    run,
                    flow,
                    version,
                    arguments,
                    owner,
                    epoch,
                    next,
                    origin,
                    history.thenWith(Optional.empty()),
                    cache);
        }

        Head with(History other) {
            return new Head(
                    run, flow, version, arguments, owner, epoch, generation, origin, other, cache);
        }
    }
}
