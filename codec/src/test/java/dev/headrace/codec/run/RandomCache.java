package dev.headrace.codec.run;

import dev.headrace.engine.run.CacheSource;
import dev.headrace.engine.run.NotTaken;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.spec.run.CachePolicy;
import dev.headrace.spec.run.Ending;
import dev.headrace.spec.run.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Results of earlier runs, by dice. */
final class RandomCache {
    static final int KINDS = 2;

    private final RandomEvents random;
    private final RandomGenerator dice;

    RandomCache(RandomEvents random, RandomGenerator dice) {
        this.random = random;
        this.dice = dice;
    }

    RunEvent event(int kind) {
        return kind == 0
                ? new RunEvent.CacheHit(
                        random.path(),
                        random.text(),
                        random.value(),
                        dice.nextBoolean()
                                ? List.of()
                                : List.of(new Ending.Named(random.text(), random.value())),
                        source())
                : new RunEvent.CacheMissed(
                        random.path(), random.text(), random.value(), notTaken());
    }

    private CacheSource source() {
        return new CacheSource(
                new RunId("abc" + dice.nextInt(10_000, 100_000)),
                random.path(),
                Instant.ofEpochSecond(dice.nextLong(10_000_000_000L)));
    }

    private NotTaken notTaken() {
        NotTaken.What[] all = NotTaken.What.values();
        return new NotTaken(
                all[dice.nextInt(all.length)],
                random.text(),
                random.text(),
                random.text(),
                dice.nextInt(),
                dice.nextBoolean() ? Optional.empty() : Optional.of(source()));
    }

    CachePolicy policy() {
        return new CachePolicy(
                dice.nextBoolean()
                        ? Optional.empty()
                        : Optional.of(Duration.ofMillis(dice.nextLong(1_000_000_000L))),
                dice.nextBoolean() ? "" : "v2",
                dice.nextBoolean() ? Set.of() : Set.of("verbose", "x"),
                random.text());
    }
}
