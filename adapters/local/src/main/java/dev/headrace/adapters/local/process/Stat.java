package dev.headrace.adapters.local.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the kernel says of a process, in {@code /proc/PID/stat}.
 *
 * @param session the pid of the leader of its session
 * @param started in ticks since the machine started; with its pid it names a process for good
 */
public record Stat(long pid, char state, long session, long started) {
    private static final Path PROC = Path.of("/proc");

    /** Empty when there is no such process. */
    public static Optional<Stat> of(long pid) {
        try {
            String text =
                    Files.readString(
                            PROC.resolve(Long.toString(pid)).resolve("stat"),
                            StandardCharsets.ISO_8859_1);
            String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", 21);
            return Optional.of(
                    new Stat(
                            pid,
                            fields[0].charAt(0),
                            Long.parseLong(fields[3]),
                            Long.parseLong(fields[19])));
        } catch (IOException e) {
            return Optional.empty(); // it has ended, perhaps while we looked
        }
    }

    /** Everything that runs. */
    static List<Stat> all() throws IOException {
        List<Stat> found = new ArrayList<>();
        try (Stream<Path> entries = Files.list(PROC)) {
            for (Path entry : entries.toList()) {
                String name = entry.getFileName().toString();
                if (name.chars().allMatch(c -> c >= '0' && c <= '9')) {
                    of(Long.parseLong(name)).filter(Stat::lives).ifPresent(found::add);
                }
            }
        }
        return found;
    }

    /** Whether it can still do anything. */
    boolean lives() {
        return state != 'Z' && state != 'X';
    }

    /** Whether its environment, as it was when it started, has this entry. */
    boolean hasEntry(String entry) {
        try {
            String environment =
                    Files.readString(
                            PROC.resolve(Long.toString(pid)).resolve("environ"),
                            StandardCharsets.ISO_8859_1);
            return ("\0" + environment).contains("\0" + entry + "\0");
        } catch (IOException e) {
            return false; // it has ended, or is not ours to look at
        }
    }
}
