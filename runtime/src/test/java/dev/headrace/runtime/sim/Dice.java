package dev.headrace.runtime.sim;

import java.util.List;
import java.util.random.RandomGenerator.SplittableGenerator;
import java.util.random.RandomGeneratorFactory;

/** Chance, from a seed. Each part of a world has dice of its own. */
final class Dice {
    private static final RandomGeneratorFactory<SplittableGenerator> FACTORY =
            RandomGeneratorFactory.of("L64X128MixRandom");

    private final SplittableGenerator random;

    private Dice(SplittableGenerator random) {
        this.random = random;
    }

    static Dice of(long seed) {
        return new Dice(FACTORY.create(seed));
    }

    Dice split() {
        return new Dice(random.split());
    }

    boolean percent(int chance) {
        return random.nextInt(100) < chance;
    }

    boolean permille(int chance) {
        return chance > 0 && random.nextInt(1000) < chance;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    int between(int low, int high) {
        return random.nextInt(low, high + 1);
    }

    long bits() {
        return random.nextLong();
    }

    <T> T one(List<T> things) {
        return things.get(random.nextInt(things.size()));
    }
}
