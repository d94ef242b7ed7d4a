package dev.headrace.app.text;

import java.time.Duration;

/** Times and sizes as people read them. */
public final class Amounts {
    private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB"};

    private Amounts() {}

    /** {@code 35 ms}, {@code 1.2 s}, {@code 2 min 05 s}, {@code 3 h 07 min}, {@code 2 d 04 h}. */
    public static String duration(Duration duration) {
        long millis = Math.max(0, duration.toMillis());
        if (millis < 100) {
            return millis + " ms";
        }
        long tenths = millis / 100;
        if (tenths < 600) {
            return tenths / 10 + "." + tenths % 10 + " s";
        }
        long seconds = millis / 1000;
        if (seconds < 3600) {
            return seconds / 60 + " min " + two(seconds % 60) + " s";
        }
        return seconds < 86_400
                ? seconds / 3600 + " h " + two(seconds % 3600 / 60) + " min"
                : seconds / 86_400 + " d " + two(seconds % 86_400 / 3600) + " h";
    }

    /** {@code 0:12}, {@code 1:02:03}: what remains. */
    public static String clock(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        return seconds < 3600
                ? seconds / 60 + ":" + two(seconds % 60)
                : seconds / 3600 + ":" + two(seconds % 3600 / 60) + ":" + two(seconds % 60);
    }

    public static String size(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        long tenths = bytes * 10 / 1024;
        int unit = 0;
        while (tenths >= 10_240 && unit < UNITS.length - 1) {
            tenths /= 1024;
            unit++;
        }
        return (tenths >= 100 ? Long.toString(tenths / 10) : tenths / 10 + "." + tenths % 10)
                + " "
                + UNITS[unit];
    }

    private static String two(long number) {
        return number < 10 ? "0" + number : Long.toString(number);
    }
}
