package dev.headrace.app;

import dev.headrace.app.control.Request;
import dev.headrace.app.control.Running;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunState;
import dev.headrace.runtime.run.Watcher;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.RunId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** Where every command begins. */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws IOException {
        Watcher watcher =
                new Watcher() {
                    @Override
                    public void happened(
                            RunId run,
                            long sequence,
                            Instant at,
                            List<RunEvent> events,
                            RunState.Begun state) {
                        if (System.getenv("HEADRACE_TRACE") != null) {
                            events.forEach(event -> System.err.println(at + " " + event));
                        }
                    }

                    @Override
                    public void progressed(
                            RunId run, AttemptId attempt, Optional<Double> fraction, String text) {}

                    @Override
                    public void fenced(RunId run) {}

                    @Override
                    public void quarantined(RunId run, RuntimeException defect) {
                        defect.printStackTrace();
                    }

                    @Override
                    public void refused(String why, boolean full) {
                        System.err.println("refused " + why);
                    }
                };
        System.exit(
                new Running(System.getenv())
                        .run(
                                new Request(
                                        Path.of(args[1]),
                                        Optional.empty(),
                                        new LinkedHashMap<>(),
                                        Optional.empty(),
                                        2),
                                watcher));
    }
}
