package dev.headrace.runtime.view;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/** Instants as texts. */
public final class Times {
    private Times() {}

    /** As in documents: {@code 2026-01-31T12:00:00.000Z}. */
    public static String text(Instant at) {
        ZonedDateTime time = at.atZone(ZoneOffset.UTC);
        StringBuilder text = seconds(time, 'T').append('.');
        return padded(text, time.getNano() / 1_000_000, 3).append('Z').toString();
    }

    /** As a clock on the wall there shows it: {@code 2026-01-31 12:00:00}. */
    public static String local(Instant at, ZoneId zone) {
        return seconds(at.atZone(zone), ' ').toString();
    }

    private static StringBuilder seconds(ZonedDateTime time, char between) {
        StringBuilder text = new StringBuilder(24);
        padded(text, time.getYear(), 4).append('-');
        padded(text, time.getMonthValue(), 2).append('-');
        padded(text, time.getDayOfMonth(), 2).append(between);
        padded(text, time.getHour(), 2).append(':');
        padded(text, time.getMinute(), 2).append(':');
        return padded(text, time.getSecond(), 2);
    }

    private static StringBuilder padded(StringBuilder text, int number, int digits) {
        String plain = Integer.toString(number);
        return text.append("0".repeat(Math.max(0, digits - plain.length()))).append(plain);
    }
}
