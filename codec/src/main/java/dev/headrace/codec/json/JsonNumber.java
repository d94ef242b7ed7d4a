package dev.headrace.codec.json;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/** A number as it was written: {@code 1} and {@code 1.0} are two. */
public record JsonNumber(String literal) implements Json {
    /** The largest integer below which a 64-bit float knows every other one. */
    public static final long SAFE_MAX = (1L << 53) - 1;

    /** Characters of one number. */
    public static final int LENGTH_MAX = 4_000;

    private static final Pattern FORM =
            Pattern.compile("-?(0|[1-9][0-9]*+)(\\.[0-9]++)?([eE][+-]?[0-9]++)?");

    public JsonNumber {
        if (literal.length() > LENGTH_MAX || !FORM.matcher(literal).matches()) {
            throw new IllegalArgumentException("not a number in JSON: '" + literal + "'");
        }
    }

    public static JsonNumber of(long number) {
        return new JsonNumber(Long.toString(number));
    }

    /**
     * The shortest text of this number.
     *
     * @throws IllegalArgumentException if it is not finite
     */
    public static JsonNumber of(double number) {
        return new JsonNumber(EcmaNumber.text(number));
    }

    /** Written without a point and an exponent. */
    public boolean isInteger() {
        return literal.chars().noneMatch(c -> c == '.' || c == 'e' || c == 'E');
    }

    public double toDouble() {
        return Double.parseDouble(literal);
    }

    /** The whole number that this is, however it is written, if it is one of 64 bits. */
    public Optional<Long> toLong() {
        double near = toDouble();
        if (Math.abs(near) > 1e19 || near != Math.rint(near)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    isInteger()
                            ? Long.parseLong(literal)
                            : new BigDecimal(literal).longValueExact());
        } catch (ArithmeticException | NumberFormatException e) {
            return Optional.empty();
        }
    }
}
