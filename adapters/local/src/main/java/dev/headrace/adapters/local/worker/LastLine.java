package dev.headrace.adapters.local.worker;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The last words of a process, for a message of one line. */
final class LastLine {
    private static final int BYTES_MAX = 4_096;
    private static final int LENGTH_MAX = 500;

    private LastLine() {}

    /** Empty when there are none. */
    static String of(Path log) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            byte[] end = new byte[(int) Math.min(BYTES_MAX, file.length())];
            file.seek(file.length() - end.length);
            file.readFully(end);
            List<String> lines =
                    new String(end, StandardCharsets.UTF_8)
                            .lines()
                            .map(String::strip)
                            .filter(line -> !line.isEmpty())
                            .toList();
            String last = lines.isEmpty() ? "" : lines.getLast();
            return last.length() <= LENGTH_MAX ? last : last.substring(0, LENGTH_MAX) + "…";
        } catch (IOException e) {
            return "";
        }
    }
}
