package dev.headrace.adapters.local.worker;

import dev.headrace.spec.run.Ending;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** The process of one attempt that runs a program. */
final class Program implements Host {
    private static final Set<Long> NO_ROOM = Set.of(28L, 30L, 122L); // ENOSPC, EROFS, EDQUOT
    private static final Set<Long> NO_PROCESS = Set.of(0L, 11L, 12L, 23L, 24L); // EAGAIN, ENOMEM…

    private final String id;
    private final Job job;
    private final Path log;
    private final ProgramResult result;
    private final Jobs jobs;
    private final Path runFolder;

    Program(String id, Job job, Path log, ProgramResult result, Jobs jobs, Path runFolder) {
        this.id = id;
        this.job = job;
        this.log = log;
        this.result = result;
        this.jobs = jobs;
        this.runFolder = runFolder;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public boolean does(Job wanted) {
        return wanted == job;
    }

    @Override
    public Path writesTo() {
        return log;
    }

    @Override
    public void began(long pid) {
        jobs.begin(job, Instant.now(), 0);
    }

    @Override
    public void refused(long errno, String why) {
        String words = "its program cannot be started: " + why;
        Outcome outcome;
        if (NO_PROCESS.contains(errno)) {
            outcome = new Outcome.Lost(words);
        } else {
            Failure.Kind kind = NO_ROOM.contains(errno) ? Failure.Kind.STORE : Failure.Kind.USER;
            outcome = new Outcome.Failed(Failure.of(kind, "CannotStart", words));
        }
        jobs.end(job, outcome);
    }

    @Override
    public void exited(Exit exit) {
        Outcome outcome =
                exit.code().isPresent()
                        ? result.outcome(exit.code().get(), LastLine.of(log))
                        : new Outcome.Failed(Deaths.failure(exit));
        result.drop();
        if (job.stopping && outcome instanceof Outcome.Failed) {
            outcome = new Outcome.Cancelled("it was stopped");
        }
        jobs.end(job, outcome, written());
    }

    @Override
    public void lost(String why) {
        result.drop();
        jobs.end(job, new Outcome.Lost(why), written());
    }

    private Optional<Ending.Log> written() {
        try {
            long size = Files.size(log);
            return size == 0
                    ? Optional.empty()
                    : Optional.of(new Ending.Log(runFolder.relativize(log).toString(), 0, size));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
