package dev.headrace.engine.run;

import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.Call;
import dev.headrace.spec.run.Ending;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Outcome.Skipped.Reason;
import dev.headrace.spec.run.RunId;
import dev.headrace.spec.run.Value;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What happened. Kept for ever, never refused. A shipped event's meaning is never changed: add
 * another.
 */
public sealed interface RunEvent {
    /**
     * The first event of every run.
     *
     * @param version digest of the flow version; the spec itself lies in the store
     * @param origin what started it: {@code manual} for now
     * @param cache whether tasks may be taken from the cache that want that
     */
    record RunStarted(
            RunId run,
            String flow,
            String version,
            SequencedMap<String, Value> arguments,
            String origin,
            String owner,
            boolean cache)
            implements RunEvent {
        /** One that may take results of earlier runs. */
        public RunStarted(
                RunId run,
                String flow,
                String version,
                SequencedMap<String, Value> arguments,
                String origin,
                String owner) {
            this(run, flow, version, arguments, origin, owner, true);
        }

        public RunStarted {
            arguments = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(arguments));
        }
    }

    /** After it its node may be over, and then whoever waits for that node is to hear of it. */
    sealed interface Settling extends RunEvent {
        NodePath node();
    }

    /** Another controller has the run; what the older one says from now on does not count. */
    record OwnerChanged(String owner, long epoch) implements RunEvent {}

    /** The children of a graph are there. */
    record GraphOpened(NodePath graph) implements RunEvent {}

    /** The items of a ForEach are known. */
    record ItemsExpanded(NodePath each, List<Value> items) implements RunEvent {
        public ItemsExpanded {
            items = List.copyOf(items);
        }
    }

    /**
     * A call of a template begins, or its next round.
     *
     * @param round from 0
     * @param arguments of the template
     */
    record CallOpened(NodePath node, int round, SequencedMap<String, Value> arguments)
            implements RunEvent {
        public CallOpened {
            arguments = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(arguments));
        }
    }

    /** A call is over, and gives this. */
    record CallReturned(NodePath node, Value value) implements Settling {}

    /** A body called tasks that were not there. */
    record TasksSpawned(AttemptId body, List<Call> calls) implements RunEvent {
        public TasksSpawned {
            calls = List.copyOf(calls);
        }
    }

    /** A call of a body cannot be: it diverges, or is over a limit. */
    record CallRefused(AttemptId body, String key, Failure failure) implements RunEvent {}

    /** A task that had not succeeded in an earlier life of its parent is wanted again. */
    record TaskReset(NodePath task) implements RunEvent {}

    /** A body's {@code once}, {@code now} or {@code random} gave this. */
    record ValueRecorded(NodePath body, String key, Value value) implements RunEvent {}

    record AttemptPlaced(AttemptId attempt, Grant grant) implements RunEvent {}

    record AttemptStarted(AttemptId attempt, Instant at, Optional<Instant> deadline)
            implements RunEvent {}

    /**
     * The body waits for these children, and has given back its cpus.
     *
     * @param until when it gives up, if ever
     */
    record AttemptParked(
            AttemptId body, List<NodePath> awaited, boolean all, Optional<WaitUntil> until)
            implements RunEvent {
        public AttemptParked(AttemptId body, List<NodePath> awaited, boolean all) {
            this(body, awaited, all, Optional.empty());
        }

        public AttemptParked {
            awaited = List.copyOf(awaited);
        }
    }

    /**
     * The body has waited as long as it wanted to, in vain: it goes on at once, and in this life a
     * replay will not wait there again.
     */
    record AwaitLapsed(AttemptId body, String key) implements RunEvent {}

    /** What the body waited for is there, and it has its cpus again. */
    record AttemptResumed(AttemptId body) implements RunEvent {}

    /** What happened to a body in which several wait at once. */
    sealed interface Watched extends RunEvent {
        AttemptId body();
    }

    /** The body is told of these calls as soon as each of them is over. */
    record CallsWatched(AttemptId body, List<NodePath> calls) implements Watched {
        public CallsWatched {
            calls = List.copyOf(calls);
        }
    }

    /** All in the body wait for what it watches: it has given back its cpus, for the nth time. */
    record AttemptRested(AttemptId body, int nth) implements Watched {}

    /**
     * Somebody in the body can go on although nothing is over: it goes on at once.
     *
     * @param lapsed the wait that was in vain, if that is why; as in {@link AwaitLapsed}
     */
    record AttemptRoused(AttemptId body, Optional<String> lapsed) implements Watched {}

    record AttemptStopping(AttemptId attempt, StopReason reason) implements RunEvent {}

    record AttemptEnded(AttemptId attempt, Ending ending) implements RunEvent {}

    /** It will be tried again; {@code lost} says that nobody's code was to blame. */
    record RetryPlanned(NodePath task, Instant due, boolean lost) implements RunEvent {}

    /** It looked in vain, and will look again. */
    record PollPlanned(NodePath task, Instant due) implements RunEvent {}

    /** It stands in the queue again. */
    record TaskQueued(NodePath task) implements RunEvent {}

    /** What its last attempt, or its children, came to is its outcome. */
    record NodeSettled(NodePath node) implements Settling {}

    record NodeFailed(NodePath node, Failure failure) implements Settling {}

    /** A node's condition was asked; if it does not hold, the node is skipped. */
    record ConditionAnswered(NodePath node, boolean holds) implements RunEvent {}

    record NodeSkipped(NodePath node, NodePath because, Reason reason) implements Settling {}

    /** Nothing in this graph starts any more, because this child failed. */
    record GraphHeld(NodePath graph, NodePath because) implements RunEvent {}

    record NodeCancelled(NodePath node, String why) implements Settling {}

    /** A wait has begun; at {@code due}, if there is one, its time is over. */
    record WaitBegan(NodePath node, Instant at, Optional<Instant> due) implements RunEvent {}

    /** What a wait was for is so, and this is its result. */
    record WaitEnded(NodePath node, Value value) implements Settling {}

    /** A wait has the signal that it was for; what was sent along is its result. */
    record SignalTaken(NodePath node, String signal) implements Settling {}

    /**
     * Somebody wants the run to end.
     *
     * @param hard nothing that runs has any time to clean up, and no hook follows
     */
    record CancelRequested(String who, String why, boolean hard) implements RunEvent {
        public CancelRequested(String who, String why) {
            this(who, why, false);
        }
    }

    /** Of what follows a node. */
    sealed interface OfHooks extends RunEvent {}

    /** The work of a node that has hooks begins. */
    record NodeBegan(NodePath node, Instant at) implements OfHooks {}

    /**
     * The work of a node is over, and these hooks follow.
     *
     * @param outcome what they are given of it
     * @param due when those must be over that have no timeout of their own
     */
    record HooksOpened(NodePath node, List<String> hooks, Value outcome, Instant due)
            implements OfHooks {
        public HooksOpened {
            hooks = List.copyOf(hooks);
        }
    }

    /** From now on it has only until then. */
    record HookLimited(NodePath hook, Instant due) implements OfHooks {}

    /** Somebody outside had a hand in the run. */
    sealed interface ByHand extends RunEvent {
        String who();

        /** For those who look later; may be empty. */
        String why();
    }

    /** Nothing is begun any more; what is under way goes on. */
    record RunPaused(String who, String why) implements ByHand {}

    /** Things are begun again. */
    record RunUnpaused(String who, String why) implements ByHand {}

    /** It does not begin, whatever it needs has come. */
    record NodeHeld(NodePath node, String who, String why) implements ByHand {}

    record NodeReleased(NodePath node, String who, String why) implements ByHand {}

    /** It came to this because somebody said so. */
    record NodeMarked(NodePath node, Outcome outcome, String who, String why)
            implements ByHand, Settling {}

    /** A signal came. It is kept until it is taken. */
    record SignalReceived(String id, String name, Value payload, String who, Instant at)
            implements ByHand {
        @Override
        public String why() {
            return "";
        }
    }

    /** Somebody approved or rejected what a wait asked; what becomes of the wait follows. */
    record ApprovalGiven(NodePath node, boolean approved, String who, String why)
            implements ByHand {}

    /** Somebody has looked whether a result of an earlier run can be taken. */
    sealed interface OfCache extends RunEvent {
        NodePath node();
    }

    /**
     * It can: the node has it without an attempt.
     *
     * @param key what the result was kept under
     * @param artifacts what the attempt that made it gave a name to
     */
    record CacheHit(
            NodePath node, String key, Value value, List<Ending.Named> artifacts, CacheSource from)
            implements OfCache, Settling {
        public CacheHit {
            artifacts = List.copyOf(artifacts);
        }
    }

    /**
     * It cannot: the node does its work.
     *
     * @param key what its result is to be kept under; empty: it is not kept
     * @param parts what the key is made of, for those who look later
     */
    record CacheMissed(NodePath node, String key, Value parts, NotTaken why) implements OfCache {}

    record RunFinished(Verdict verdict) implements RunEvent {}

    /** What concerns the length of the journal. */
    sealed interface OfHistory extends RunEvent {}

    /** The run has many events, and may not have many more. */
    record HistoryWarned(int events, int limit) implements OfHistory {}

    /**
     * The run goes on afresh in another generation. It says all that counts of what was before, so
     * that nobody has to read that: the first event of its part of the journal.
     *
     * @param start as the run would start now
     * @param base its own sequence number
     * @param earlier the base of the part before
     * @param attempts the highest number that any attempt has had; numbers go on above it
     * @param signals those that nobody has taken yet, the oldest first
     * @param known the ids of the last signals that came, the oldest first
     */
    record RunContinued(
            RunStarted start,
            long epoch,
            int generation,
            long base,
            long earlier,
            int attempts,
            List<Mailbox.Kept> signals,
            List<String> known)
            implements OfHistory {
        public RunContinued {
            signals = List.copyOf(signals);
            known = List.copyOf(known);
        }
    }

    /**
     * The only event that may follow {@link RunFinished}.
     *
     * @param reset what starts afresh; without it, all that had not succeeded
     */
    record RunReopened(int generation, String who, String why, Optional<Reset> reset)
            implements RunEvent {
        public RunReopened(int generation, String who, String why) {
            this(generation, who, why, Optional.empty());
        }
    }

    /**
     * Nodes that start afresh.
     *
     * @param kept those for which counts what they, or what is in them, had come to
     * @param scratch those for which nothing of that counts
     * @param edits inputs that have other values from now on
     */
    record Reset(List<NodePath> kept, List<NodePath> scratch, List<Edit> edits) {
        public Reset {
            kept = List.copyOf(kept);
            scratch = List.copyOf(scratch);
            edits = List.copyOf(edits);
        }
    }

    /** Another value for an input of a node. */
    record Edit(NodePath node, String name, Value value) {}
}
