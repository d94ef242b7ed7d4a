package dev.headrace.engine.run;

import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.Call;
import dev.headrace.spec.run.Ending;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.RunId;
import dev.headrace.spec.run.Value;
import dev.headrace.spec.run.WaitLimit;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What somebody wants of a run, or reports to it. May be refused, may arrive twice, late, or never.
 */
public sealed interface RunCommand {
    record StartRun(
            RunId run,
            String version,
            SequencedMap<String, Value> arguments,
            String origin,
            String owner,
            boolean cache)
            implements RunCommand {
        /** One that may take results of earlier runs. */
        public StartRun(
                RunId run,
                String version,
                SequencedMap<String, Value> arguments,
                String origin,
                String owner) {
            this(run, version, arguments, origin, owner, true);
        }
    }

    /** A controller takes the run over; its epoch must be higher. */
    record TakeOver(String owner, long epoch) implements RunCommand {}

    /** A body calls tasks, and waits for {@code await} if that is not empty. */
    record CallTasks(AttemptId body, List<Call> calls, Optional<Await> await)
            implements RunCommand {}

    /**
     * Keys of children, and whether all of them or the first one is waited for.
     *
     * @param limit how long, if not for ever
     */
    record Await(List<String> keys, boolean all, Optional<WaitLimit> limit) {
        public Await(List<String> keys, boolean all) {
            this(keys, all, Optional.empty());
        }
    }

    /** A body wants these children of its own no more. */
    record CancelCalls(AttemptId body, List<String> keys) implements RunCommand {}

    /** What a body says in which several wait at once. */
    sealed interface Watching extends RunCommand {
        AttemptId body();
    }

    /** It wants to be told when these calls of its own are over, and goes on meanwhile. */
    record WatchCalls(AttemptId body, List<String> keys) implements Watching {}

    /**
     * Nobody in it can go on until one of the calls that it watches is over.
     *
     * @param nth which of its rests this is, from 1 in each attempt
     * @param heard of how many calls it has been told; there may be news on the way to it
     */
    record RestBody(AttemptId body, int nth, int heard) implements Watching {}

    /**
     * Somebody in it can go on although nothing is over: a timer, another thread.
     *
     * @param nth the rest that this ends
     * @param lapsed the name of the wait that is over in vain, if that is why
     */
    record RouseBody(AttemptId body, int nth, Optional<String> lapsed) implements Watching {}

    record RecordValue(AttemptId body, String key, Value value) implements RunCommand {}

    /** Whether a task that may be taken from the cache was found there. */
    record AnswerLookup(NodePath task, RunEvent.OfCache answer) implements RunCommand {}

    /** Capacity has granted a place to a task that is ready. */
    record PlaceTask(NodePath task, Grant grant) implements RunCommand {}

    /** Capacity can never give what the task wants. */
    record RefuseTask(NodePath task, Failure failure) implements RunCommand {}

    /** Capacity has given a parked body its cpus again. */
    record ResumeBody(NodePath body) implements RunCommand {}

    record ReportStarted(AttemptId attempt, Instant at) implements RunCommand {}

    record ReportEnded(AttemptId attempt, Ending ending) implements RunCommand {}

    /** A timer rang. */
    record Wake(Timer timer) implements RunCommand {}

    /**
     * End the run. What runs is asked to end; a second time, or at once, it is killed.
     *
     * @param hard without any time to clean up, and without hooks
     */
    record CancelRun(String who, String why, boolean hard) implements RunCommand {
        public CancelRun(String who, String why) {
            this(who, why, false);
        }
    }

    /** Somebody outside has a hand in the run; what is so already is ignored. */
    sealed interface Operation extends RunCommand {
        String who();

        /** For those who look later; may be empty. */
        String why();
    }

    /** Begin nothing more; what is under way goes on. */
    record PauseRun(String who, String why) implements Operation {}

    /** Begin things again. */
    record ContinueRun(String who, String why) implements Operation {}

    /** Do not begin this node; what has begun cannot be held. */
    record HoldNode(NodePath node, String who, String why) implements Operation {}

    /** Take this for what the node came to, although it has not run. */
    record MarkNode(NodePath node, Mark as, String who, String why) implements Operation {}

    /** It may begin. */
    record ReleaseNode(NodePath node, String who, String why) implements Operation {}

    /**
     * Somebody sends a signal.
     *
     * @param id its own: sent again, it is known and counts once
     * @param payload at most {@link Mailbox#PAYLOAD_MAX} characters
     */
    record SendSignal(String id, String name, Value payload, String who) implements Operation {
        @Override
        public String why() {
            return "";
        }
    }

    /**
     * Somebody approves or rejects what a wait asks.
     *
     * @param answers by field of its form; those left out take their defaults
     */
    record GiveApproval(
            NodePath node,
            boolean approved,
            SequencedMap<String, Value> answers,
            String who,
            String why)
            implements Operation {}

    /** Begin another generation: what was selected starts afresh, and what follows from it. */
    record ReopenRun(Selection selection, String who, String why) implements RunCommand {
        public ReopenRun(String who, String why) {
            this(new Selection.Unfinished(), who, why);
        }
    }
}
