package dev.headrace.adapters.local.worker;

import dev.headrace.spec.flow.Action;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spi.worker.Report;
import dev.headrace.spi.worker.Worker;
import dev.headrace.testkit.worker.Deed;
import dev.headrace.testkit.worker.WorkerContract;
import dev.headrace.testkit.worker.WorkerPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** The contract, with programs. */
class LocalWorkerTest extends WorkerContract {
    @TempDir Path folder;

    @Override
    protected WorkerPlace place() throws IOException {
        return new Place(new Bench(folder, 2, "").begin());
    }

    private record Place(Bench bench) implements WorkerPlace {
        @Override
        public Worker worker() {
            return bench.worker;
        }

        @Override
        public List<Report> turn(Duration atMost) {
            return bench.worker.turn(atMost);
        }

        @Override
        public void helloAgain() {
            bench.worker.hello();
        }

        @Override
        public Action action(Deed deed) {
            String text =
                    switch (deed) {
                        case SUCCEEDS -> "";
                        case TAKES_TIME -> "sleep 0.05";
                        case FAILS -> "exit 3";
                        case CRASHES -> "kill -SEGV $$";
                        case WAITS -> "sleep 100 & wait";
                        case IS_STUBBORN -> "trap '' TERM; while :; do sleep 100; done";
                        case FINISHES_WHEN_ASKED -> "trap 'exit 0' TERM; sleep 100 & wait";
                    };
            String witness = "echo >> \"$PLACE/begun.$HEADRACE_TASK.$HEADRACE_ATTEMPT\"; ";
            String traps = text.startsWith("trap") ? text.substring(0, text.indexOf(';') + 1) : "";
            String rest = text.substring(traps.length());
            return new Action.Program(
                    List.of("sh", "-c", traps + witness + rest), new LinkedHashMap<>());
        }

        @Override
        public int begun(AttemptId attempt) {
            try {
                Path witness =
                        bench.folder.resolve("begun." + attempt.node() + "." + attempt.number());
                return Files.exists(witness) ? Files.readAllLines(witness).size() : 0;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public int living(AttemptId attempt) {
            return Living.with(
                            "HEADRACE_OUTPUT="
                                    + bench.runFolder.resolve("output")
                                    + "/"
                                    + attempt.node()
                                    + ".")
                    .size();
        }

        @Override
        public void close() throws IOException {
            bench.close();
        }
    }
}
