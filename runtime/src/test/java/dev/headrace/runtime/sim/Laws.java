package dev.headrace.runtime.sim;

import java.util.List;

/** All laws of the world. */
final class Laws {
    private Laws() {}

    static List<Law> all(World world) {
        return List.of(
                new JournalLaws.SequencesAreDense(world),
                new JournalLaws.NothingFollowsTheEnd(world),
                new JournalLaws.JournalTellsTheState(world),
                new JournalLaws.OutstandingCoversAll(world),
                new JournalLaws.RowsTellTheState(world),
                new JournalLaws.RepliesAreKept(world),
                new WorkLaws.AnAttemptHappensOnce(world),
                new WorkLaws.PlacedBeforeItHappens(world),
                new WorkLaws.NeedsAreMet(world),
                new WorkLaws.HeldGraphsStartNothing(world),
                new ConditionLaws.ConditionsAreKept(world),
                new EachLaws.ResultsHaveTheirPlace(world),
                new TemplateLaws.RoundsAreBounded(world),
                new HookLaws.HooksFollow(world),
                new HookLaws.OnlyCleanupGoesOn(world),
                new WorkLaws.CapacityIsKept(world),
                new WorkLaws.EndedMeansStill(world),
                new WorkLaws.JournalTellsWhatHappened(world),
                new BodyLaws.AnswersAreTrue(world),
                new BodyLaws.DivergenceIsSeen(world),
                new BodyLaws.RetriesSeeSuccessesOnly(world),
                new BodyLaws.RecordedOnce(world),
                new BodyLaws.BudgetsAreKept(world),
                new BodyLaws.ResultsAreRight(world),
                new OperationLaws.NothingBeginsWhilePaused(world),
                new OperationLaws.NothingHeldBegins(world),
                new OperationLaws.OperationsAreSigned(world),
                new OperationLaws.PlanIsKept(world),
                new OperationLaws.KilledAtOnce(world),
                new OperationLaws.MarksAreKept(world),
                new WaitLaws.WaitsEndInTime(world),
                new WaitLaws.SignalsAreTakenOnce(world),
                new WaitLaws.AnswersFitTheForm(world),
                new SpawnLaws.CancelsAreHeard(world),
                new SpawnLaws.ToldInOrder(world),
                new SpawnLaws.NoWaitIsCutShort(world),
                new SpawnLaws.NoWaitIsForgotten(world),
                new SpawnLaws.LapsesAreKept(world),
                new WatchLaws.RestsAfterHearing(world),
                new WatchLaws.SoonToldOrRoused(world),
                new PollLaws.LooksAreApart(world),
                new GenerationLaws.GenerationsAreClean(world),
                new GenerationLaws.BaseIsEnough(world),
                new CacheLaws.CacheIsTrue(world),
                new Observer(world));
    }
}
