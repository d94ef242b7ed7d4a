package dev.headrace.runtime.sim;

import java.util.List;

/**
 * What the code of one task does.
 *
 * @param salt makes its value its own
 * @param millis how long it takes, besides what its steps take
 * @param steps of a body; a leaf has none
 * @param deaf its value does not depend on its arguments
 * @param items its value is a list of so many numbers; 0 = one number
 */
record Program(int salt, int millis, List<Step> steps, Manner manner, boolean deaf, int items) {
    /** How it comes out. */
    sealed interface Manner {
        record Fine() implements Manner {}

        /** It raises {@code Always}, whenever it is run. */
        record Always() implements Manner {}

        /** It goes wrong that many times, then never again. */
        record Times(int count, How how) implements Manner {}
    }

    enum How {
        RAISES,
        CRASHES,
        HANGS
    }

    Program {
        steps = List.copyOf(steps);
    }

    /** The value of a call with these arguments. */
    String value(int mixed) {
        if (items == 0) {
            return String.valueOf(mixed);
        }
        StringBuilder list = new StringBuilder("[");
        for (int i = 0; i < items; i++) {
            list.append(i == 0 ? "" : ",").append(mix(mixed, i));
        }
        return list.append(']').toString();
    }

    int start(List<String> arguments) {
        int mixed = salt;
        if (!deaf) {
            for (String argument : arguments) {
                mixed = mix(mixed, argument.hashCode());
            }
        }
        return mixed;
    }

    static int mix(int a, int b) {
        long z = (a * 0x9E3779B97F4A7C15L) ^ (b * 0xC2B2AE3D27D4EB4FL + 0x165667B19E3779F9L);
        z = (z ^ (z >>> 29)) * 0xBF58476D1CE4E5B9L;
        return (int) (z ^ (z >>> 32)) & 0x3fffffff;
    }
}
