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
     * What stays the same while a generation goes on.
     *
     * @param origin what started it
     * @param cache whether tasks may be taken from the cache that want that
     */
    record Given(
            RunId run,
            FlowSpec flow,
            String version,
            SequencedMap<String, Value> arguments,
            String origin,
            boolean cache) {
        public Given {
            arguments = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(arguments));
        }

        static Given of(FlowSpec flow, RunEvent.RunStarted start) {
            return new Given(
                    start.run(),
                    flow,
                    start.version(),
                    start.arguments(),
                    start.origin(),
                    start.cache());
        }
    }

    /**
     * What stays the same, or nearly so, while a run goes on.
     *
     * @param epoch grows with each owner
     * @param generation from 1; each time that it is reopened or goes on afresh begins another
     */
    record Head(Given given, String owner, long epoch, int generation, History history) {
        public RunId run() {
            return given.run();
        }

        public FlowSpec flow() {
            return given.flow();
        }

        public String version() {
            return given.version();
        }

        public SequencedMap<String, Value> arguments() {
            return given.arguments();
        }

        public String origin() {
            return given.origin();
        }

        public boolean cache() {
            return given.cache();
        }

        Head ownedBy(String newOwner, long newEpoch) {
            return new Head(given, newOwner, newEpoch, generation, history);
        }

        Head inGeneration(int next) {
            return new Head(given, owner, epoch, next, history.thenWith(Optional.empty()));
        }

        Head with(History other) {
            return new Head(given, owner, epoch, generation, other);
        }
    }
}
