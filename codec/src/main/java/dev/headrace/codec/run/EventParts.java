package dev.headrace.codec.run;

import static dev.headrace.codec.run.Slots.ATTEMPT;
import static dev.headrace.codec.run.Slots.BOOL;
import static dev.headrace.codec.run.Slots.INSTANT;
import static dev.headrace.codec.run.Slots.INTEGER;
import static dev.headrace.codec.run.Slots.NUMBER;
import static dev.headrace.codec.run.Slots.PATH;
import static dev.headrace.codec.run.Slots.RUN;
import static dev.headrace.codec.run.Slots.TEXT;
import static dev.headrace.codec.run.Slots.VALUE;
import static dev.headrace.codec.run.Slots.WORKER;

import dev.headrace.engine.run.Grant;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunEvent.AttemptEnded;
import dev.headrace.engine.run.RunEvent.AttemptParked;
import dev.headrace.engine.run.RunEvent.AttemptPlaced;
import dev.headrace.engine.run.RunEvent.AttemptResumed;
import dev.headrace.engine.run.RunEvent.AttemptStarted;
import dev.headrace.engine.run.RunEvent.AttemptStopping;
import dev.headrace.engine.run.RunEvent.AwaitLapsed;
import dev.headrace.engine.run.RunEvent.CallOpened;
import dev.headrace.engine.run.RunEvent.CallRefused;
import dev.headrace.engine.run.RunEvent.CallReturned;
import dev.headrace.engine.run.RunEvent.CancelRequested;
import dev.headrace.engine.run.RunEvent.ConditionAnswered;
import dev.headrace.engine.run.RunEvent.GraphHeld;
import dev.headrace.engine.run.RunEvent.GraphOpened;
import dev.headrace.engine.run.RunEvent.ItemsExpanded;
import dev.headrace.engine.run.RunEvent.NodeCancelled;
import dev.headrace.engine.run.RunEvent.NodeFailed;
import dev.headrace.engine.run.RunEvent.NodeSettled;
import dev.headrace.engine.run.RunEvent.NodeSkipped;
import dev.headrace.engine.run.RunEvent.OwnerChanged;
import dev.headrace.engine.run.RunEvent.RetryPlanned;
import dev.headrace.engine.run.RunEvent.RunFinished;
import dev.headrace.engine.run.RunEvent.RunReopened;
import dev.headrace.engine.run.RunEvent.RunStarted;
import dev.headrace.engine.run.RunEvent.TaskQueued;
import dev.headrace.engine.run.RunEvent.TaskReset;
import dev.headrace.engine.run.RunEvent.TasksSpawned;
import dev.headrace.engine.run.RunEvent.ValueRecorded;
import dev.headrace.engine.run.StopReason;
import dev.headrace.engine.run.Verdict;
import dev.headrace.engine.run.WaitUntil;
import dev.headrace.spec.flow.Resources;
import dev.headrace.spec.run.Outcome.Skipped.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Each kind of event, in the order of a run's life. */
final class EventParts {
    private EventParts() {}

    private static final Slot<StopReason> STOP_REASON =
            Slots.word(StopReason.values(), EventParts::word);
    private static final Slot<Verdict> VERDICT = Slots.word(Verdict.values(), EventParts::word);

    private static String word(StopReason reason) {
        return switch (reason) {
            case CANCEL -> "cancel";
            case TIMEOUT -> "timeout";
            case PARENT -> "parent";
            case SIBLING -> "sibling";
            case CALLER -> "caller";
            case ENOUGH -> "enough";
            case HISTORY -> "history";
            case OVERTIME -> "overtime";
        };
    }

    private static String word(Verdict verdict) {
        return switch (verdict) {
            case SUCCEEDED -> "succeeded";
            case FAILED -> "failed";
            case CANCELLED -> "cancelled";
        };
    }

    static final Parts<Resources> RESOURCES =
            Parts.of(
                    "resources",
                    Resources::new,
                    Member.or(1_000, "milliCpus", INTEGER, Resources::milliCpus),
                    Member.or(0L, "memoryBytes", NUMBER, Resources::memoryBytes));

    static final Parts<Grant> GRANT =
            Parts.of(
                    "grant",
                    Grant::new,
                    Member.of("worker", WORKER, Grant::worker),
                    Member.or(Resources.ONE_CPU, "resources", RESOURCES.slot(), Grant::resources),
                    Member.or(false, "brief", BOOL, Grant::brief));

    static final Parts<WaitUntil> UNTIL =
            Parts.of(
                    "until",
                    WaitUntil::new,
                    Member.of("due", INSTANT, WaitUntil::due),
                    Member.of("key", TEXT, WaitUntil::key));

    static final Parts<RunStarted> RUN_STARTED =
            Parts.of(
                    "run-started",
                    RunStarted::new,
                    Member.of("run", RUN, RunStarted::run),
                    Member.of("flow", TEXT, RunStarted::flow),
                    Member.of("version", TEXT, RunStarted::version),
                    Member.or(
                            new LinkedHashMap<>(),
                            "arguments",
                            Slots.map(VALUE),
                            RunStarted::arguments),
                    Member.of("origin", TEXT, RunStarted::origin),
                    Member.of("owner", TEXT, RunStarted::owner),
                    Member.or(true, "cache", BOOL, RunStarted::cache));
    private static final Parts<OwnerChanged> OWNER_CHANGED =
            Parts.of(
                    "owner-changed",
                    OwnerChanged::new,
                    Member.of("owner", TEXT, OwnerChanged::owner),
                    Member.of("epoch", NUMBER, OwnerChanged::epoch));
    private static final Parts<GraphOpened> GRAPH_OPENED =
            Parts.of(
                    "graph-opened", GraphOpened::new, Member.of("graph", PATH, GraphOpened::graph));
    private static final Parts<ItemsExpanded> ITEMS_EXPANDED =
            Parts.of(
                    "items-expanded",
                    ItemsExpanded::new,
                    Member.of("each", PATH, ItemsExpanded::each),
                    Member.list("items", VALUE, ItemsExpanded::items));
    private static final Parts<CallOpened> CALL_OPENED =
            Parts.of(
                    "call-opened",
                    CallOpened::new,
                    Member.of("node", PATH, CallOpened::node),
                    Member.or(0, "round", INTEGER, CallOpened::round),
                    Member.or(
                            new LinkedHashMap<>(),
                            "arguments",
                            Slots.map(VALUE),
                            CallOpened::arguments));
    private static final Parts<CallReturned> CALL_RETURNED =
            Parts.of(
                    "call-returned",
                    CallReturned::new,
                    Member.of("node", PATH, CallReturned::node),
                    Member.of("value", VALUE, CallReturned::value));
    private static final Parts<TasksSpawned> TASKS_SPAWNED =
            Parts.of(
                    "tasks-spawned",
                    TasksSpawned::new,
                    Member.of("body", ATTEMPT, TasksSpawned::body),
                    Member.list("calls", CallParts.CALL.slot(), TasksSpawned::calls));
    private static final Parts<CallRefused> CALL_REFUSED =
            Parts.of(
                    "call-refused",
                    CallRefused::new,
                    Member.of("body", ATTEMPT, CallRefused::body),
                    Member.of("key", TEXT, CallRefused::key),
                    Member.of("failure", FailureParts.FAILURE.slot(), CallRefused::failure));
    private static final Parts<TaskReset> TASK_RESET =
            Parts.of("task-reset", TaskReset::new, Member.of("task", PATH, TaskReset::task));
    private static final Parts<ValueRecorded> VALUE_RECORDED =
            Parts.of(
                    "value-recorded",
                    ValueRecorded::new,
                    Member.of("body", PATH, ValueRecorded::body),
                    Member.of("key", TEXT, ValueRecorded::key),
                    Member.of("value", VALUE, ValueRecorded::value));
    private static final Parts<AttemptPlaced> ATTEMPT_PLACED =
            Parts.of(
                    "attempt-placed",
                    AttemptPlaced::new,
                    Member.of("attempt", ATTEMPT, AttemptPlaced::attempt),
                    Member.of("grant", GRANT.slot(), AttemptPlaced::grant));
    private static final Parts<AttemptStarted> ATTEMPT_STARTED =
            Parts.of(
                    "attempt-started",
                    AttemptStarted::new,
                    Member.of("attempt", ATTEMPT, AttemptStarted::attempt),
                    Member.of("at", INSTANT, AttemptStarted::at),
                    Member.maybe("deadline", INSTANT, AttemptStarted::deadline));
    private static final Parts<AttemptParked> ATTEMPT_PARKED =
            Parts.of(
                    "attempt-parked",
                    AttemptParked::new,
                    Member.of("body", ATTEMPT, AttemptParked::body),
                    Member.list("awaited", PATH, AttemptParked::awaited),
                    Member.or(false, "all", BOOL, AttemptParked::all),
                    Member.maybe("until", UNTIL.slot(), AttemptParked::until));
    private static final Parts<AwaitLapsed> AWAIT_LAPSED =
            Parts.of(
                    "await-lapsed",
                    AwaitLapsed::new,
                    Member.of("body", ATTEMPT, AwaitLapsed::body),
                    Member.of("key", TEXT, AwaitLapsed::key));
    private static final Parts<AttemptResumed> ATTEMPT_RESUMED =
            Parts.of(
                    "attempt-resumed",
                    AttemptResumed::new,
                    Member.of("body", ATTEMPT, AttemptResumed::body));
    private static final Parts<RunEvent.CallsWatched> CALLS_WATCHED =
            Parts.of(
                    "calls-watched",
                    RunEvent.CallsWatched::new,
                    Member.of("body", ATTEMPT, RunEvent.CallsWatched::body),
                    Member.list("calls", PATH, RunEvent.CallsWatched::calls));
    private static final Parts<RunEvent.AttemptRested> ATTEMPT_RESTED =
            Parts.of(
                    "attempt-rested",
                    RunEvent.AttemptRested::new,
                    Member.of("body", ATTEMPT, RunEvent.AttemptRested::body),
                    Member.of("nth", INTEGER, RunEvent.AttemptRested::nth));
    private static final Parts<RunEvent.AttemptRoused> ATTEMPT_ROUSED =
            Parts.of(
                    "attempt-roused",
                    RunEvent.AttemptRoused::new,
                    Member.of("body", ATTEMPT, RunEvent.AttemptRoused::body),
                    Member.maybe("lapsed", TEXT, RunEvent.AttemptRoused::lapsed));
    private static final Parts<AttemptStopping> ATTEMPT_STOPPING =
            Parts.of(
                    "attempt-stopping",
                    AttemptStopping::new,
                    Member.of("attempt", ATTEMPT, AttemptStopping::attempt),
                    Member.of("reason", STOP_REASON, AttemptStopping::reason));
    private static final Parts<AttemptEnded> ATTEMPT_ENDED =
            Parts.of(
                    "attempt-ended",
                    AttemptEnded::new,
                    Member.of("attempt", ATTEMPT, AttemptEnded::attempt),
                    Member.of("ending", EndingParts.ENDING.slot(), AttemptEnded::ending));
    private static final Parts<RetryPlanned> RETRY_PLANNED =
            Parts.of(
                    "retry-planned",
                    RetryPlanned::new,
                    Member.of("task", PATH, RetryPlanned::task),
                    Member.of("due", INSTANT, RetryPlanned::due),
                    Member.or(false, "lost", BOOL, RetryPlanned::lost));
    private static final Parts<TaskQueued> TASK_QUEUED =
            Parts.of("task-queued", TaskQueued::new, Member.of("task", PATH, TaskQueued::task));
    private static final Parts<NodeSettled> NODE_SETTLED =
            Parts.of("node-settled", NodeSettled::new, Member.of("node", PATH, NodeSettled::node));
    private static final Parts<NodeFailed> NODE_FAILED =
            Parts.of(
                    "node-failed",
                    NodeFailed::new,
                    Member.of("node", PATH, NodeFailed::node),
                    Member.of("failure", FailureParts.FAILURE.slot(), NodeFailed::failure));
    private static final Parts<ConditionAnswered> CONDITION_ANSWERED =
            Parts.of(
                    "condition-answered",
                    ConditionAnswered::new,
                    Member.of("node", PATH, ConditionAnswered::node),
                    Member.of("holds", BOOL, ConditionAnswered::holds));
    private static final Parts<NodeSkipped> NODE_SKIPPED =
            Parts.of(
                    "node-skipped",
                    NodeSkipped::new,
                    Member.of("node", PATH, NodeSkipped::node),
                    Member.of("because", PATH, NodeSkipped::because),
                    Member.or(Reason.NEED, "reason", EndingParts.SKIP_REASON, NodeSkipped::reason));
    private static final Parts<GraphHeld> GRAPH_HELD =
            Parts.of(
                    "graph-held",
                    GraphHeld::new,
                    Member.of("graph", PATH, GraphHeld::graph),
                    Member.of("because", PATH, GraphHeld::because));
    private static final Parts<NodeCancelled> NODE_CANCELLED =
            Parts.of(
                    "node-cancelled",
                    NodeCancelled::new,
                    Member.of("node", PATH, NodeCancelled::node),
                    Member.of("why", TEXT, NodeCancelled::why));
    private static final Parts<CancelRequested> CANCEL_REQUESTED =
            Parts.of(
                    "cancel-requested",
                    CancelRequested::new,
                    Member.of("who", TEXT, CancelRequested::who),
                    Member.of("why", TEXT, CancelRequested::why),
                    Member.or(false, "hard", BOOL, CancelRequested::hard));
    private static final Parts<RunEvent.PollPlanned> POLL_PLANNED =
            Parts.of(
                    "poll-planned",
                    RunEvent.PollPlanned::new,
                    Member.of("task", PATH, RunEvent.PollPlanned::task),
                    Member.of("due", INSTANT, RunEvent.PollPlanned::due));
    private static final Parts<RunFinished> RUN_FINISHED =
            Parts.of(
                    "run-finished",
                    RunFinished::new,
                    Member.of("verdict", VERDICT, RunFinished::verdict));
    private static final Parts<RunReopened> RUN_REOPENED =
            Parts.of(
                    "run-reopened",
                    RunReopened::new,
                    Member.of("generation", INTEGER, RunReopened::generation),
                    Member.of("who", TEXT, RunReopened::who),
                    Member.of("why", TEXT, RunReopened::why),
                    Member.maybe("reset", OperationParts.RESET.slot(), RunReopened::reset));

    private static final List<Parts<? extends RunEvent>> ALL =
            List.of(
                    RUN_STARTED,
                    OWNER_CHANGED,
                    GRAPH_OPENED,
                    ITEMS_EXPANDED,
                    CALL_OPENED,
                    CALL_RETURNED,
                    TASKS_SPAWNED,
                    CALL_REFUSED,
                    TASK_RESET,
                    VALUE_RECORDED,
                    ATTEMPT_PLACED,
                    ATTEMPT_STARTED,
                    ATTEMPT_PARKED,
                    AWAIT_LAPSED,
                    ATTEMPT_RESUMED,
                    CALLS_WATCHED,
                    ATTEMPT_RESTED,
                    ATTEMPT_ROUSED,
                    ATTEMPT_STOPPING,
                    ATTEMPT_ENDED,
                    RETRY_PLANNED,
                    TASK_QUEUED,
                    NODE_SETTLED,
                    NODE_FAILED,
                    CONDITION_ANSWERED,
                    NODE_SKIPPED,
                    GRAPH_HELD,
                    NODE_CANCELLED,
                    WaitParts.WAIT_BEGAN,
                    WaitParts.WAIT_ENDED,
                    WaitParts.SIGNAL_TAKEN,
                    CANCEL_REQUESTED,
                    POLL_PLANNED,
                    HistoryParts.HISTORY_WARNED,
                    HistoryParts.RUN_CONTINUED,
                    RUN_FINISHED,
                    RUN_REOPENED);

    /** All kinds, those of {@link OperationParts} and {@link HookParts} at the end. */
    static List<Parts<? extends RunEvent>> all() {
        List<Parts<? extends RunEvent>> all = new ArrayList<>(ALL);
        all.addAll(OperationParts.ALL);
        all.addAll(HookParts.ALL);
        all.addAll(CacheParts.ALL);
        return all;
    }

    /** By what an event's {@code t} says. */
    static final Map<String, Parts<? extends RunEvent>> BY_NAME = byName();

    private static Map<String, Parts<? extends RunEvent>> byName() {
        Map<String, Parts<? extends RunEvent>> byName = new HashMap<>();
        all().forEach(parts -> byName.put(parts.name(), parts));
        return byName;
    }

    static void write(Out out, RunEvent event) {
        switch (event) {
            case RunStarted it -> write(out, RUN_STARTED, it);
            case OwnerChanged it -> write(out, OWNER_CHANGED, it);
            case GraphOpened it -> write(out, GRAPH_OPENED, it);
            case ItemsExpanded it -> write(out, ITEMS_EXPANDED, it);
            case CallOpened it -> write(out, CALL_OPENED, it);
            case CallReturned it -> write(out, CALL_RETURNED, it);
            case TasksSpawned it -> write(out, TASKS_SPAWNED, it);
            case CallRefused it -> write(out, CALL_REFUSED, it);
            case TaskReset it -> write(out, TASK_RESET, it);
            case ValueRecorded it -> write(out, VALUE_RECORDED, it);
            case AttemptPlaced it -> write(out, ATTEMPT_PLACED, it);
            case AttemptStarted it -> write(out, ATTEMPT_STARTED, it);
            case AttemptParked it -> write(out, ATTEMPT_PARKED, it);
            case AwaitLapsed it -> write(out, AWAIT_LAPSED, it);
            case AttemptResumed it -> write(out, ATTEMPT_RESUMED, it);
            case RunEvent.CallsWatched it -> write(out, CALLS_WATCHED, it);
            case RunEvent.AttemptRested it -> write(out, ATTEMPT_RESTED, it);
            case RunEvent.AttemptRoused it -> write(out, ATTEMPT_ROUSED, it);
            case AttemptStopping it -> write(out, ATTEMPT_STOPPING, it);
            case AttemptEnded it -> write(out, ATTEMPT_ENDED, it);
            case RetryPlanned it -> write(out, RETRY_PLANNED, it);
            case TaskQueued it -> write(out, TASK_QUEUED, it);
            case NodeSettled it -> write(out, NODE_SETTLED, it);
            case NodeFailed it -> write(out, NODE_FAILED, it);
            case ConditionAnswered it -> write(out, CONDITION_ANSWERED, it);
            case NodeSkipped it -> write(out, NODE_SKIPPED, it);
            case GraphHeld it -> write(out, GRAPH_HELD, it);
            case NodeCancelled it -> write(out, NODE_CANCELLED, it);
            case RunEvent.WaitBegan it -> write(out, WaitParts.WAIT_BEGAN, it);
            case RunEvent.WaitEnded it -> write(out, WaitParts.WAIT_ENDED, it);
            case RunEvent.SignalTaken it -> write(out, WaitParts.SIGNAL_TAKEN, it);
            case CancelRequested it -> write(out, CANCEL_REQUESTED, it);
            case RunEvent.ByHand it -> OperationParts.write(out, it);
            case RunEvent.PollPlanned it -> write(out, POLL_PLANNED, it);
            case RunEvent.HistoryWarned it -> write(out, HistoryParts.HISTORY_WARNED, it);
            case RunEvent.RunContinued it -> write(out, HistoryParts.RUN_CONTINUED, it);
            case RunEvent.OfHooks it -> HookParts.write(out, it);
            case RunEvent.OfCache it -> CacheParts.write(out, it);
            case RunFinished it -> write(out, RUN_FINISHED, it);
            case RunReopened it -> write(out, RUN_REOPENED, it);
        }
    }

    static <T extends RunEvent> void write(Out out, Parts<T> parts, T event) {
        out.open('{');
        out.name("t");
        out.text(parts.name());
        out.name("v");
        out.number(EventCodec.VERSION);
        parts.write(out, event);
        out.close('}');
    }
}
