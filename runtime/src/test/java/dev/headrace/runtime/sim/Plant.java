package dev.headrace.runtime.sim;

/** Bugs that are put in on purpose, one at a time, to see that the laws would find them. */
enum Plant {
    /** The store says that it has kept what it has not kept yet. */
    COMMIT_COMES_LATE,
    /** A lost answer of the store is taken for a yes. */
    UNKNOWN_TAKEN_FOR_COMMITTED,
    /** The store lets an older owner write where it wants. */
    FENCE_LEFT_OPEN,
    /** The journal forgets which failures a body has looked at. */
    SEEN_NOT_WRITTEN,
    /** The state that is told is ahead of the events that are kept. */
    STATE_AHEAD_OF_JOURNAL,
    /** A report about an older attempt counts for the present one. */
    OLD_ATTEMPT_ACCEPTED,
    /** One of the nodes that a node needs is enough. */
    ONE_NEED_IS_ENOUGH,
    /** What follows from a skipped node is not skipped. */
    SKIP_DOES_NOT_CASCADE,
    /** The pause before a retry never ends. */
    RETRY_TIMER_FORGOTTEN,
    /** A time limit is never looked at. */
    DEADLINE_FORGOTTEN,
    /** A new owner takes what ran before for still running. */
    TAKEOVER_FORGETS_LOSSES,
    /** A loss counts as a failure of the user's code. */
    LOSS_COUNTS_AS_FAILURE,
    /** One more retry than there may be. */
    ONE_RETRY_TOO_MANY,
    /** What is never to be tried again is tried again. */
    NEVER_TRIED_AGAIN,
    /** A retry is told the failures of the try before. */
    RETRY_SEES_FAILURES,
    /** A body is told to go on before what it waits for is there. */
    ANSWERED_TOO_EARLY,
    /** A cancelled body that waits is not stopped. */
    CANCEL_MISSES_WAITING_BODIES,
    /** Who was told to stop is taken for stopped. */
    STOP_TAKEN_FOR_END,
    /** A late report wakes a run that is over. */
    REPORT_AFTER_THE_END,
    /** Other arguments under the same key are taken for the same. */
    DIVERGENCE_UNNOTICED,
    /** The value that was recorded last counts, not the first. */
    RECORDED_TWICE,
    /** Failures that nobody looked at do not matter. */
    UNSEEN_FORGIVEN,
    /** The time of a wait never comes. */
    WAIT_TIMER_FORGOTTEN,
    /** A wait for a time is over before it. */
    WAIT_ENDS_EARLY,
    /** Whoever begins to wait for a signal does not look whether one is there. */
    KEPT_SIGNAL_OVERLOOKED,
    /** A signal that is sent twice counts twice. */
    SIGNAL_COUNTS_TWICE,
    /** A form takes what does not fit it. */
    WRONG_ANSWER_TAKEN,
    /** In a paused run, who ends makes room for another one. */
    PAUSE_PLACES_ONE,
    /** A body wants a call of its own no more, and nobody hears it. */
    CALLERS_CANCEL_UNHEARD,
    /** A body that waits only for so long waits for ever. */
    WAIT_LIMIT_FORGOTTEN,
    /** A body that waits for so long does not wait at all. */
    WAIT_CUT_SHORT,
    /** A body is told of its calls in another order than that in which they ended. */
    TOLD_OUT_OF_ORDER,
    /** A hold is forgotten when what the node needs comes. */
    HOLD_ENDS_WITH_NEEDS,
    /** What its join rules out is run. */
    OMITTED_IS_RUN,
    /** A failure does not hold what has not begun. */
    HOLD_FORGOTTEN,
    /** Enough items have succeeded, and the others go on. */
    ENOUGH_IS_NOT_ENOUGH,
    /** A cached result is taken although content that it speaks of is gone. */
    CACHE_HIT_WITHOUT_ARTIFACT,
    /** A cached result is taken by a task that is given something else. */
    CACHE_FORGETS_INPUTS,
    /** Cached results never expire. */
    CACHE_NEVER_EXPIRES,
    /** A run takes results although it was started without the cache. */
    CACHE_NOT_SWITCHED_OFF,
    /** What is tolerated makes the graph fail all the same. */
    TOLERANCE_FORGOTTEN,
    /** What a condition rules out is run. */
    CONDITION_IGNORED,
    /** After a reopening a condition is not asked again, and what it had ruled out is run. */
    CONDITION_NOT_ASKED_AGAIN,
    /** What follows from what runs again keeps its old result. */
    PLAN_FORGETS_DOWNSTREAM,
    /** A loop is over though it should go on. */
    LOOP_CUT_SHORT,
    /** A further round is given what the one before was. */
    ROUND_LIKE_THE_LAST,
    /** Within a template the arguments of the run are seen, not its own. */
    TEMPLATE_WITHOUT_BORDER,
    /** A loop has one round more than it may. */
    ONE_ROUND_TOO_MANY,
    /** What is cancelled hard has as much time as ever. */
    HARD_IS_GENTLE,
    /** What was marked by hand is run all the same. */
    MARK_FORGOTTEN,
    /** A body rests although something has come that it has not heard of. */
    RESTS_WITH_NEWS,
    /** A body that watches is not told of what is over while it goes on. */
    NEWS_UNTOLD,
    /** A body that rests is not roused. */
    ROUSE_UNHEARD,
    /** When a run goes on afresh, attempts are counted from one again. */
    NUMBERS_START_AGAIN,
    /** When a run goes on afresh, signals that nobody has taken are lost. */
    SIGNALS_END_WITH_GENERATION,
    /** When a paused run goes on afresh, it is paused no more. */
    PAUSE_ENDS_WITH_GENERATION,
    /** A sensor looks again at once. */
    LOOKS_AT_ONCE,
    /** A look in vain is taken for a failure, and spends a retry. */
    LOOK_SPENDS_RETRY,
    /** A node that failed comes to what its hook failed with. */
    HOOK_HIDES_FAILURE,
    /** Where the run is cancelled nothing follows. */
    HOOKS_SKIPPED_ON_CANCEL,
    /** In a later generation nothing follows. */
    HOOKS_NOT_RUN_AGAIN,
    /** A cancellation stops what cleans up. */
    CANCEL_STOPS_HOOKS,
    /** A hook may hang for ever. */
    HOOK_LIMIT_FORGOTTEN
}
