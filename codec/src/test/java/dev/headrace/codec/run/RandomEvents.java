package dev.headrace.codec.run;

import dev.headrace.codec.flow.RandomValue;
import dev.headrace.codec.flow.RandomWait;
import dev.headrace.engine.run.Grant;
import dev.headrace.engine.run.Mailbox;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.StopReason;
import dev.headrace.engine.run.Verdict;
import dev.headrace.engine.run.WaitUntil;
import dev.headrace.spec.flow.Resources;
import dev.headrace.spec.run.Argument;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.Call;
import dev.headrace.spec.run.Ending;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.FailureSet;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.RunId;
import dev.headrace.spec.run.Tuning;
import dev.headrace.spec.run.Value;
import dev.headrace.spec.run.WorkerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Events by dice; they tell no story. */
public final class RandomEvents {
    /** How many kinds there are. */
    public static final int KINDS = 39 + RandomOperations.KINDS + RandomCache.KINDS;

    private final RandomGenerator dice;
    private final RandomValue values;

    public RandomEvents(RandomGenerator dice) {
        this.dice = dice;
        this.values = new RandomValue(dice);
    }

    public List<RunEvent> batch() {
        return list(8, () -> event(dice.nextInt(KINDS)));
    }

    public RunEvent event(int kind) {
        return switch (kind) {
            case 0 ->
                    new RunEvent.RunStarted(
                            new RunId("abc" + dice.nextInt(10_000, 100_000)),
                            text(),
                            text(),
                            arguments(),
                            text(),
                            text(),
                            bool());
            case 1 -> new RunEvent.OwnerChanged(text(), dice.nextLong());
            case 2 -> new RunEvent.GraphOpened(path());
            case 3 -> new RunEvent.ItemsExpanded(path(), list(4, this::value));
            case 4 -> new RunEvent.TasksSpawned(attempt(), list(3, this::call));
            case 5 -> new RunEvent.CallRefused(attempt(), text(), failure());
            case 6 -> new RunEvent.TaskReset(path());
            case 7 -> new RunEvent.ValueRecorded(path(), text(), value());
            case 8 -> new RunEvent.AttemptPlaced(attempt(), grant());
            case 9 -> new RunEvent.AttemptStarted(attempt(), instant(), maybe(this::instant));
            case 10 ->
                    new RunEvent.AttemptParked(
                            attempt(), list(3, this::path), bool(), maybe(this::until));
            case 11 -> new RunEvent.AttemptResumed(attempt());
            case 12 -> new RunEvent.AttemptStopping(attempt(), one(StopReason.values()));
            case 13 -> new RunEvent.AttemptEnded(attempt(), ending());
            case 14 -> new RunEvent.RetryPlanned(path(), instant(), bool());
            case 15 -> new RunEvent.TaskQueued(path());
            case 16 -> new RunEvent.NodeSettled(path());
            case 17 -> new RunEvent.NodeFailed(path(), failure());
            case 18 ->
                    new RunEvent.NodeSkipped(path(), path(), one(Outcome.Skipped.Reason.values()));
            case 19 -> new RunEvent.NodeCancelled(path(), text());
            case 20 -> new RunEvent.CancelRequested(text(), text(), dice.nextBoolean());
            case 21 -> new RunEvent.RunFinished(one(Verdict.values()));
            case 22 -> new RunEvent.GraphHeld(path(), path());
            case 23 -> new RunEvent.RunReopened(dice.nextInt(), text(), text(), maybe(this::reset));
            case 24 -> new RunEvent.AwaitLapsed(attempt(), text());
            case 25 -> new RunEvent.ConditionAnswered(path(), bool());
            case 26 -> new RunEvent.CallOpened(path(), dice.nextInt(), arguments());
            case 27 -> new RunEvent.CallReturned(path(), value());
            case 28 -> new RunEvent.WaitBegan(path(), instant(), maybe(this::instant));
            case 29 -> new RunEvent.WaitEnded(path(), value());
            case 30 -> new RunEvent.SignalReceived(text(), text(), value(), text(), instant());
            case 31 -> new RunEvent.SignalTaken(path(), text());
            case 32 -> new RunEvent.ApprovalGiven(path(), bool(), text(), text());
            case 33 -> new RunEvent.CallsWatched(attempt(), list(3, this::path));
            case 34 -> new RunEvent.AttemptRested(attempt(), dice.nextInt());
            case 35 -> new RunEvent.AttemptRoused(attempt(), maybe(this::text));
            case 36 -> new RunEvent.HistoryWarned(dice.nextInt(), dice.nextInt());
            case 37 ->
                    new RunEvent.RunContinued(
                            (RunEvent.RunStarted) event(0),
                            dice.nextLong(),
                            dice.nextInt(),
                            dice.nextLong(),
                            dice.nextLong(),
                            dice.nextInt(),
                            list(
                                    2,
                                    () ->
                                            new Mailbox.Kept(
                                                    text(), text(), value(), text(), instant())),
                            list(2, this::text));
            case 38 -> new RunEvent.PollPlanned(path(), instant());
            case 39, 40 -> new RandomCache(this, dice).event(kind - 39);
            default -> new RandomOperations(this).event(kind - 39 - RandomCache.KINDS);
        };
    }

    private RunEvent.Reset reset() {
        return new RunEvent.Reset(
                list(2, this::path),
                list(2, this::path),
                list(2, () -> new RunEvent.Edit(path(), text(), value())));
    }

    private SequencedMap<String, Value> arguments() {
        SequencedMap<String, Value> arguments = new LinkedHashMap<>();
        list(3, this::text).forEach(name -> arguments.put(name, value()));
        return arguments;
    }

    private Call call() {
        return new Call(
                "fit#" + dice.nextInt(100),
                text(),
                list(3, this::argument),
                text(),
                text(),
                text(),
                bool() ? Tuning.NONE : tuning(),
                maybe(new RandomWait(dice)::awaited));
    }

    private Argument argument() {
        return new Argument(
                text(),
                value(),
                list(2, this::path),
                one(Argument.Spread.values()),
                list(2, this::text));
    }

    private Tuning tuning() {
        return new Tuning(
                maybe(dice::nextInt),
                maybe(this::duration),
                maybe(this::duration),
                maybe(dice::nextInt),
                maybe(dice::nextInt),
                maybe(dice::nextLong),
                retrying(),
                maybe(() -> new RandomCache(this, dice).policy()));
    }

    private Tuning.Retrying retrying() {
        return dice.nextBoolean()
                ? Tuning.Retrying.NONE
                : new Tuning.Retrying(
                        maybe(this::duration),
                        maybe(dice::nextInt),
                        maybe(this::duration),
                        maybe(() -> new FailureSet(List.of("timeout", "m.Busy"))),
                        maybe(() -> new FailureSet(List.of("value"))),
                        maybe(() -> "attempt < 3"),
                        maybe(dice::nextInt));
    }

    private WaitUntil until() {
        return new WaitUntil(instant(), text());
    }

    private Grant grant() {
        return new Grant(
                new WorkerId("w" + text()),
                bool()
                        ? Resources.ONE_CPU
                        : new Resources(dice.nextInt(1_000_001), dice.nextLong(Long.MAX_VALUE)),
                bool());
    }

    private Ending ending() {
        return new Ending(
                outcome(),
                list(2, this::text),
                list(2, () -> new Ending.Named(text(), value())),
                instant(),
                dice.nextLong(),
                maybe(() -> new Ending.Log(text(), dice.nextLong(3), dice.nextLong())),
                maybe(this::arguments));
    }

    Outcome outcome() {
        return switch (dice.nextInt(5)) {
            case 0 -> new Outcome.Succeeded(value());
            case 1 -> new Outcome.Failed(failure());
            case 2 -> new Outcome.Cancelled(text());
            case 3 -> new Outcome.Lost(text());
            default ->
                    new Outcome.Skipped(
                            path(), one(Outcome.Skipped.Reason.values()), bool() ? "" : text());
        };
    }

    private Failure failure() {
        return new Failure(
                one(Failure.Kind.values()),
                text(),
                text(),
                maybe(this::text),
                list(2, () -> new Failure.Frame(text(), dice.nextInt(), text(), text())),
                text(),
                maybe(this::value),
                maybe(this::value),
                list(2, this::text));
    }

    private AttemptId attempt() {
        return new AttemptId(path(), dice.nextInt(1, Integer.MAX_VALUE));
    }

    NodePath path() {
        NodePath path = NodePath.ROOT;
        for (int i = dice.nextInt(4); i > 0; i--) {
            path = path.child(one(new String[] {"train", "fit#2", "a@b", "ü"}));
            path = bool() ? path : path.item(dice.nextInt(1_000));
        }
        return path;
    }

    Instant instant() {
        return Instant.ofEpochSecond(
                dice.nextLong(-1_000_000_000L, 10_000_000_000L),
                bool() ? dice.nextInt(1_000_000) * 1_000L : dice.nextInt(1_000_000_000));
    }

    private Duration duration() {
        return Duration.ofNanos(dice.nextLong());
    }

    Value value() {
        return values.value();
    }

    String text() {
        return values.text();
    }

    private boolean bool() {
        return dice.nextBoolean();
    }

    private <T> T one(T[] all) {
        return all[dice.nextInt(all.length)];
    }

    private <T> Optional<T> maybe(Supplier<T> one) {
        return bool() ? Optional.of(one.get()) : Optional.empty();
    }

    <T> List<T> list(int most, Supplier<T> one) {
        List<T> list = new ArrayList<>();
        for (int i = dice.nextInt(most + 1); i > 0; i--) {
            list.add(one.get());
        }
        return list;
    }
}
