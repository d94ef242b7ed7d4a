package dev.headrace.codec.flow;

import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Tries a law with many worlds of dice; the seed that breaks it is in the message. */
public final class ForAll {
    private ForAll() {}

    public static void seeds(int count, Consumer<RandomGenerator> law) {
        String only = System.getProperty("seed");
        long first = only == null ? 0 : Long.parseLong(only);
        for (long seed = first; seed < (only == null ? count : first + 1); seed++) {
            try {
                law.accept(RandomGeneratorFactory.of("L64X128MixRandom").create(seed));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("broken by -Dseed=" + seed + ": " + e.getMessage(), e);
            }
        }
    }
}
