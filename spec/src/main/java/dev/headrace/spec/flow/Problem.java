package dev.headrace.spec.flow;

import java.util.Objects;

/**
 * Something wrong that a user can mend.
 *
 * @param code {@code HR-nnnn}, with a page of its own
 * @param place {@code file:line}, or the path in the spec; empty for the whole
 * @param what is wrong
 * @param why it is wrong
 * @param mend what to do
 */
public record Problem(String code, String place, String what, String why, String mend) {
    public Problem {
        Objects.requireNonNull(code);
        Objects.requireNonNull(place);
        Objects.requireNonNull(what);
        Objects.requireNonNull(why);
        Objects.requireNonNull(mend);
    }

    public static Problem at(String place, String code, String what) {
        return new Problem(code, place, what, "", "");
    }

    public Problem because(String reason) {
        return new Problem(code, place, what, reason, mend);
    }

    public Problem mend(String cure) {
        return new Problem(code, place, what, why, cure);
    }

    public Problem in(String newPlace) {
        return new Problem(code, newPlace, what, why, mend);
    }

    @Override
    public String toString() {
        return code
                + (place.isEmpty() ? "" : " " + place)
                + ": "
                + what
                + (why.isEmpty() ? "" : "\n  why: " + why)
                + (mend.isEmpty() ? "" : "\n  mend: " + mend);
    }
}
