package dev.headrace.frontends.flow;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations, memory and cpus as people write them. Empty where there is no telling. */
public final class Amounts {
    private static final int LENGTH_MAX = 40;
    private static final Pattern AMOUNT = Pattern.compile("([0-9]+(?:\\.[0-9]+)?) ?([A-Za-z]*)");
    private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000);
    private static final BigDecimal SECONDS_MAX = BigDecimal.valueOf(1_000_000_000_000L);

    private static final Map<String, BigDecimal> TIMES =
            Map.of(
                    "",
                    BigDecimal.ONE,
                    "ms",
                    new BigDecimal("0.001"),
                    "s",
                    BigDecimal.ONE,
                    "m",
                    BigDecimal.valueOf(60),
                    "h",
                    BigDecimal.valueOf(3_600),
                    "d",
                    BigDecimal.valueOf(86_400));

    private static final Map<String, Long> SIZES =
            Map.of(
                    "", 1L,
                    "b", 1L,
                    "kb", 1_000L,
                    "mb", 1_000_000L,
                    "gb", 1_000_000_000L,
                    "tb", 1_000_000_000_000L,
                    "kib", 1L << 10,
                    "mib", 1L << 20,
                    "gib", 1L << 30,
                    "tib", 1L << 40);

    private Amounts() {}

    /** {@code 250ms}, {@code 10s}, {@code 5m}, {@code 2h}, {@code 1d}, or a number of seconds. */
    public static Optional<Duration> duration(String text) {
        return split(text)
                .flatMap(amount ->
                        Optional.ofNullable(TIMES.get(amount.unit)).map(amount.number::multiply))
                .filter(seconds -> seconds.compareTo(SECONDS_MAX) < 0)
                .map(seconds -> Duration.ofNanos(rounded(seconds.multiply(NANOS))));
    }

    /** {@code 2GiB}, {@code 500MB}, or a number of bytes. */
    public static Optional<Long> memory(String text) {
        return split(text)
                .flatMap(amount ->
                        Optional.ofNullable(SIZES.get(amount.unit.toLowerCase(Locale.ROOT)))
                                .map(unit -> amount.number.multiply(BigDecimal.valueOf(unit))))
                .filter(bytes -> bytes.compareTo(BigDecimal.valueOf(1L << 50)) <= 0)
                .map(Amounts::rounded);
    }

    /** A number of cpus in thousandths: {@code 0.5} is 500. */
    public static Optional<Integer> thousandths(String text) {
        return split(text)
                .filter(amount -> amount.unit.isEmpty())
                .map(amount -> amount.number.movePointRight(3))
                .filter(number -> number.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) < 0)
                .map(number -> Math.toIntExact(rounded(number)));
    }

    private static long rounded(BigDecimal number) {
        return number.setScale(0, RoundingMode.HALF_UP)
                .min(BigDecimal.valueOf(Long.MAX_VALUE))
                .longValueExact();
    }

    private record Amount(BigDecimal number, String unit) {}

    private static Optional<Amount> split(String text) {
        Matcher matcher = AMOUNT.matcher(text);
        return text.length() <= LENGTH_MAX && matcher.matches()
                ? Optional.of(new Amount(new BigDecimal(matcher.group(1)), matcher.group(2)))
                : Optional.empty();
    }
}
