package dev.headrace.frontends.tests;

import dev.headrace.codec.json.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * One thing that must be so when the run is over.
 *
 * @param place where the test says so
 * @param path of the task; empty for the run
 * @param input the name of the input that is meant; empty for all of them, and for other aspects
 * @param value as documents show it
 */
public record Expectation(String place, String path, Aspect aspect, String input, Json value) {
    /** What of it. */
    public enum Aspect {
        /** The word of its state; {@code absent} for a task that was never asked for. */
        STATE,
        /** Its value. */
        RESULT,
        /** How often it was tried. */
        ATTEMPTS,
        /** What it was given. */
        INPUTS,
        /** What went wrong: type, message or both; {@code *} stands for any text. */
        ERROR,
        /** What {@code headrace why} says; {@code *} stands for any text. */
        WHY,
        /** How much time was skipped, in seconds. */
        SKIPPED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The one of that word. */
        public static Optional<Aspect> of(String word) {
            return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
        }
    }

    /** What may be expected of a run. */
    public static final List<Aspect> OF_RUNS =
            List.of(Aspect.STATE, Aspect.RESULT, Aspect.ERROR, Aspect.WHY, Aspect.SKIPPED);

    /** What may be expected of a task. */
    public static final List<Aspect> OF_TASKS =
            List.of(
                    Aspect.STATE,
                    Aspect.RESULT,
                    Aspect.ATTEMPTS,
                    Aspect.INPUTS,
                    Aspect.ERROR,
                    Aspect.WHY);

    public Expectation {
        Objects.requireNonNull(place);
        Objects.requireNonNull(path);
        Objects.requireNonNull(aspect);
        Objects.requireNonNull(input);
        Objects.requireNonNull(value);
    }

    /** As people name it: {@code tasks.fit.state}. */
    public String shown() {
        String whose = path.isEmpty() ? "" : "tasks." + path + ".";
        return whose + aspect.word() + (input.isEmpty() ? "" : "." + input);
    }
}
