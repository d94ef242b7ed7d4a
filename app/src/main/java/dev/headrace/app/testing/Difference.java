package dev.headrace.app.testing;

import java.util.Objects;

/**
 * Something that is not as a test expects it.
 *
 * @param place where the test says so
 * @param what of the run is meant: {@code tasks.fit.state}
 * @param expected what should be there; empty where the test is wrong as a whole
 * @param was what is there
 */
public record Difference(String place, String what, String expected, String was) {
    public Difference {
        Objects.requireNonNull(place);
        Objects.requireNonNull(what);
        Objects.requireNonNull(expected);
        Objects.requireNonNull(was);
    }
}
