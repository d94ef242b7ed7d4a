package dev.headrace.adapters.local.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Proves that the processes of a controller that is gone are gone too, and ends those that are not.
 * What they were was written down as {@code pid start-time} when they began, so that a number that
 * was given to another process since harms nobody.
 */
public final class Reaper {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long CLOCK_TICK_MILLIS = 20;

    private Reaper() {}

    /**
     * After this, no process of this list and of its sessions is left.
     *
     * @throws IOException if one could not be ended
     */
    public static void proveDead(Path list) throws IOException {
        if (!Files.exists(list)) {
            return;
        }
        for (String line : Files.readAllLines(list, StandardCharsets.UTF_8)) {
            String[] parts = line.strip().split(" ", -1);
            if (parts.length == 2) {
                end(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
            }
        }
    }

    private static void end(long leader, long startedMillis) throws IOException {
        Optional<ProcessHandle> alive = ProcessHandle.of(leader).filter(ProcessHandle::isAlive);
        if (alive.isPresent() && !isThatOne(alive.get(), startedMillis)) {
            return;
        }
        List<ProcessHandle> left = new ArrayList<>(session(leader));
        alive.ifPresent(left::add);
        left.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle process : left) {
            await(process);
        }
    }

    private static boolean isThatOne(ProcessHandle process, long startedMillis) {
        return process.info()
                .startInstant()
                .map(Instant::toEpochMilli)
                .map(at -> Math.abs(at - startedMillis) <= CLOCK_TICK_MILLIS)
                .orElse(false);
    }

    private static void await(ProcessHandle process) throws IOException {
        try {
            process.onExit().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new IOException("process " + process.pid() + " does not end", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while process " + process.pid() + " ends", e);
        }
    }

    /** The living processes of a session besides its leader. */
    private static List<ProcessHandle> session(long leader) throws IOException {
        Path proc = Path.of("/proc");
        if (!Files.isDirectory(proc)) {
            return List.of();
        }
        List<ProcessHandle> found = new ArrayList<>();
        try (Stream<Path> entries = Files.list(proc)) {
            for (Path entry : entries.toList()) {
                String name = entry.getFileName().toString();
                if (name.chars().allMatch(Character::isDigit)
                        && Long.parseLong(name) != leader
                        && sessionOf(entry) == leader) {
                    ProcessHandle.of(Long.parseLong(name)).ifPresent(found::add);
                }
            }
        }
        return found;
    }

    private static long sessionOf(Path process) {
        try {
            String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return Long.parseLong(fields[3]);
        } catch (IOException e) {
            return -1; // it has ended meanwhile
        }
    }
}
