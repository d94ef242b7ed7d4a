package dev.headrace.frontends.yaml;

import dev.headrace.codec.json.Form;
import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonBool;
import dev.headrace.codec.json.JsonNull;
import dev.headrace.codec.json.JsonNumber;
import dev.headrace.codec.json.JsonText;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What plain scalars mean: the core schema of YAML 1.2. {@code no}, {@code 12:30} and dates are
 * texts.
 */
final class CoreSchema {
    static final String PREFIX = "tag:yaml.org,2002:";

    private static final Pattern NULL = Pattern.compile("~|null|Null|NULL|");
    private static final Pattern BOOL = Pattern.compile("true|True|TRUE|false|False|FALSE");
    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]++");
    private static final Pattern OCTAL = Pattern.compile("0o[0-7]++");
    private static final Pattern HEX = Pattern.compile("0x[0-9a-fA-F]++");
    private static final Pattern FLOAT =
            Pattern.compile("[-+]?(\\.[0-9]++|[0-9]++(\\.[0-9]*+)?)([eE][-+]?[0-9]++)?");
    private static final Pattern INFINITY = Pattern.compile("[-+]?\\.(inf|Inf|INF)");
    private static final Pattern NAN = Pattern.compile("\\.(nan|NaN|NAN)");

    private CoreSchema() {}

    /**
     * In the form of values.
     *
     * @throws IllegalArgumentException if it is a number of too many digits
     */
    static Json plain(String text) {
        return nothing(text)
                .or(() -> bool(text))
                .or(() -> integer(text))
                .or(() -> real(text))
                .orElseGet(() -> new JsonText(text));
    }

    /** What a scalar with this tag means; empty if it cannot have it, or nobody knows the tag. */
    static Optional<Json> tagged(String tag, String text) {
        return switch (tag) {
            case "!", PREFIX + "str" -> Optional.of(new JsonText(text));
            case PREFIX + "null" -> nothing(text);
            case PREFIX + "bool" -> bool(text);
            case PREFIX + "int" -> integer(text);
            case PREFIX + "float" -> integer(text).isPresent() ? real(text + ".0") : real(text);
            default -> Optional.empty();
        };
    }

    private static Optional<Json> nothing(String text) {
        return NULL.matcher(text).matches() ? Optional.of(JsonNull.NULL) : Optional.empty();
    }

    private static Optional<Json> bool(String text) {
        return BOOL.matcher(text).matches()
                ? Optional.of(new JsonBool(text.charAt(0) == 't' || text.charAt(0) == 'T'))
                : Optional.empty();
    }

    private static Optional<Json> integer(String text) {
        if (INTEGER.matcher(text).matches()) {
            return Optional.of(number(text, 10));
        }
        if (OCTAL.matcher(text).matches()) {
            return Optional.of(number(text.substring(2), 8));
        }
        return HEX.matcher(text).matches()
                ? Optional.of(number(text.substring(2), 16))
                : Optional.empty();
    }

    private static Json number(String digits, int radix) {
        if (digits.length() > JsonNumber.LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "a number has at most " + JsonNumber.LENGTH_MAX + " digits");
        }
        return Form.number(new JsonNumber(new BigInteger(digits, radix).toString()));
    }

    private static Optional<Json> real(String text) {
        if (INFINITY.matcher(text).matches()) {
            return Optional.of(special(text.charAt(0) == '-' ? "-inf" : "inf"));
        }
        if (NAN.matcher(text).matches()) {
            return Optional.of(special("nan"));
        }
        if (!FLOAT.matcher(text).matches()) {
            return Optional.empty();
        }
        if (text.length() > JsonNumber.LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "a number has at most " + JsonNumber.LENGTH_MAX + " digits");
        }
        double number = Double.parseDouble(text);
        if (Double.isInfinite(number)) {
            return Optional.of(special(number < 0 ? "-inf" : "inf"));
        }
        return Optional.of(
                number == Math.rint(number)
                        ? Form.number(new JsonNumber(Double.toString(number)))
                        : JsonNumber.of(number));
    }

    private static Json special(String word) {
        return Form.of("float", new JsonText(word));
    }
}
