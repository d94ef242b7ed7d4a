package dev.headrace.codec.flow;

import dev.headrace.codec.json.Values;
import dev.headrace.spec.run.Awaited;
import dev.headrace.spec.run.Form;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What is waited for, by dice. */
public final class RandomWait {
    private final RandomGenerator dice;

    public RandomWait(RandomGenerator dice) {
        this.dice = dice;
    }

    public Awaited awaited() {
        return switch (dice.nextInt(4)) {
            case 0 -> new Awaited.After(Duration.ofMillis(dice.nextInt(1_000_000_000)));
            case 1 -> new Awaited.Until(Instant.ofEpochMilli(dice.nextLong(1L << 42)));
            case 2 -> new Awaited.Signal(name(), limit());
            default -> new Awaited.Approval(form(), dice.nextBoolean(), limit());
        };
    }

    private Form form() {
        List<Form.Field> fields = new ArrayList<>();
        for (int i = dice.nextInt(4); i > 0; i--) {
            fields.add(
                    new Form.Field(
                            "f" + i,
                            one(List.of(Form.Type.values())),
                            dice.nextBoolean()
                                    ? Optional.empty()
                                    : Optional.of(
                                            Values.canonical(new RandomValue(dice).value()))));
        }
        return new Form("why " + dice.nextInt(), fields);
    }

    private Awaited.Limit limit() {
        return new Awaited.Limit(
                dice.nextBoolean()
                        ? Optional.empty()
                        : Optional.of(Duration.ofMillis(dice.nextInt(1, 1_000_000))),
                one(List.of(Awaited.Limit.Then.values())));
    }

    private <T> T one(List<T> all) {
        return all.get(dice.nextInt(all.size()));
    }

    private String name() {
        return "s" + dice.nextInt(100);
    }
}
