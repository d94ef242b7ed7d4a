package dev.headrace.adapters.local.worker;

import dev.headrace.spec.run.AttemptId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes down where each attempt writes to, for those who want to look while it runs: a line of its
 * number, its path, the length of the file when it began, and the file, told from the run's folder.
 * Attempts that are over in a moment are not in it.
 */
record Beginnings(RunSetup run) {
    void note(Job job) {
        Host host = job.host;
        if (host == null) {
            return;
        }
        AttemptId attempt = job.key.attempt();
        Path file = host.writesTo().toAbsolutePath();
        Path near = file.startsWith(run.folder()) ? run.folder().relativize(file) : file;
        try {
            Files.writeString(
                    run.beginnings(),
                    attempt.number() + " " + attempt.node() + " " + job.logFrom + " " + near + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            // what it writes is shown when it is over
        }
    }
}
