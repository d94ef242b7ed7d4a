package dev.headrace.adapters.local.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Proves that the processes of a controller that is gone are gone too, and ends those that are not:
 * the leaders that its {@link Ledger} names, their sessions, and whatever bears their mark. A pid
 * that was given to another process since harms nobody.
 */
public final class Reaper {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(2);

    private final Map<Long, Long> leaders = new HashMap<>();
    private final Set<String> marks = new HashSet<>();

    private Reaper() {}

    /**
     * After this, no process of this list is left, nor anything that they started.
     *
     * @throws IOException if one could not be ended
     */
    public static void proveDead(Path ledger) throws IOException {
        if (Files.exists(ledger)) {
            Reaper reaper = new Reaper();
            reaper.read(Files.readAllLines(ledger, StandardCharsets.UTF_8));
            reaper.end();
        }
    }

    /** After this, nothing with this entry in its environment is left. */
    public static void proveMarkedDead(String entry) throws IOException {
        Reaper reaper = new Reaper();
        reaper.marks.add(entry);
        reaper.end();
    }

    private void read(List<String> lines) {
        String boot = Ledger.boot();
        boolean thisLife = false;
        for (String line : lines) {
            if (line.startsWith(Ledger.BOOT)) {
                thisLife = line.substring(Ledger.BOOT.length()).equals(boot);
            } else if (thisLife && line.startsWith(Ledger.MARK)) {
                marks.add(line.substring(Ledger.MARK.length()));
            } else if (thisLife) {
                int space = line.indexOf(' ');
                try {
                    leaders.put(
                            Long.parseLong(line.substring(0, Math.max(space, 0))),
                            Long.parseLong(line.substring(space + 1)));
                } catch (NumberFormatException e) {
                    // the last line, cut short when its writer was killed: the mark finds that one
                }
            }
        }
    }

    private void end() throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (List<Stat> left = left(); !left.isEmpty(); left = left()) {
            left.forEach(process ->
                    ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly));
            if (System.nanoTime() > deadline) {
                throw new IOException("process " + left.getFirst().pid() + " does not end");
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private List<Stat> left() throws IOException {
        if (leaders.isEmpty() && marks.isEmpty()) {
            return List.of();
        }
        List<Stat> left = new ArrayList<>();
        long self = ProcessHandle.current().pid();
        for (Stat process : Stat.all()) {
            if (process.pid() != self && isOurs(process)) {
                left.add(process);
            }
        }
        return left;
    }

    private boolean isOurs(Stat process) {
        Long started = leaders.get(process.pid());
        if (started != null && started == process.started()) {
            return true;
        }
        Long session = leaders.get(process.session());
        if (session != null && session <= process.started() && !isOthers(process.session())) {
            return true;
        }
        return marks.stream().anyMatch(process::hasEntry);
    }

    /** Whether this pid of a leader now belongs to a process that came later. */
    private boolean isOthers(long leader) {
        Optional<Stat> now = Stat.of(leader);
        return now.isPresent() && now.get().started() != leaders.getOrDefault(leader, -1L);
    }
}
