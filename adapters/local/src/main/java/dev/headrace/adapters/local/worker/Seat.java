package dev.headrace.adapters.local.worker;

import dev.headrace.adapters.local.link.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A process that the supervisor started for us: a runner, or the program of one attempt. */
final class Seat {
    final String id;
    final Path log;
    final boolean runner;

    /** What it has been given and has not ended, the running one first. */
    final Deque<Job> jobs = new ArrayDeque<>();

    @Nullable Wire wire;
    boolean parked;
    boolean ready;
    boolean leaving;
    long pid;

    Seat(String id, Path log, boolean runner) {
        this.id = id;
        this.log = log;
        this.runner = runner;
    }

    /** Whether it could begin something at once. */
    boolean idle() {
        return ready && jobs.isEmpty() && !leaving;
    }

    long written() {
        try {
            return Files.size(log);
        } catch (IOException e) {
            return 0;
        }
    }
}
