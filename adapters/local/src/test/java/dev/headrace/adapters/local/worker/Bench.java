package dev.headrace.adapters.local.worker;

import dev.headrace.spec.flow.Action;
import dev.headrace.spec.flow.Resources;
import dev.headrace.spec.run.Argument;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.RunId;
import dev.headrace.spec.run.Value;
import dev.headrace.spec.run.WorkerId;
import dev.headrace.spi.worker.Assignment;
import dev.headrace.testkit.worker.Reports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/** A local worker in a folder of a test, with a flow file {@code train.py}. */
final class Bench implements AutoCloseable {
    static final RunId RUN = new RunId("run00001");
    private static final Path SDK = Path.of("../../sdk/python/src").toAbsolutePath().normalize();

    final Path folder;
    final Path code;
    final Path runFolder;
    final LocalWorker worker;
    final Reports reports;

    Bench(Path folder, int slots, String python) throws IOException {
        this.folder = folder;
        code = Files.createDirectories(folder.resolve("code"));
        runFolder = Files.createDirectories(folder.resolve("run"));
        Files.createDirectories(folder.resolve("artifacts"));
        Files.createDirectories(folder.resolve("early"));
        Files.writeString(code.resolve("train.py"), python);
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("PLACE", folder.toString());
        worker =
                new LocalWorker(
                        new Setup(
                                new WorkerId("test-1"),
                                slots,
                                python(),
                                SDK,
                                Path.of("/tmp"),
                                folder,
                                environment,
                                folder.resolve("early/first.log")));
        reports = new Reports(worker::turn);
    }

    /** The first interpreter of this machine. */
    static Path python() {
        for (String entry : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            Path file = Path.of(entry, "python3");
            if (Files.isExecutable(file)) {
                return file;
            }
        }
        throw new IllegalStateException("no python3 on the PATH");
    }

    Bench begin() {
        worker.begin(
                new RunSetup(
                        RUN,
                        "main",
                        folder,
                        runFolder,
                        List.of(
                                new RunSetup.Module(
                                        "train",
                                        "train.py",
                                        code.resolve("train.py"),
                                        code.resolve("train.py"))),
                        List.of(code),
                        folder,
                        folder.resolve("artifacts")));
        return this;
    }

    static AttemptId attempt(String path) {
        return new AttemptId(new NodePath(path), 1);
    }

    static Assignment work(
            AttemptId attempt,
            Action action,
            List<Argument> inputs,
            SequencedMap<NodePath, Value> results,
            boolean brief) {
        return new Assignment(RUN, attempt, 1, action, Resources.ONE_CPU, inputs, results, brief);
    }

    static Assignment python(String path, String function, Argument... inputs) {
        return work(
                attempt(path),
                new Action.Python("train.py", function),
                List.of(inputs),
                new TreeMap<>(),
                false);
    }

    static Assignment brief(String path, String function, Argument... inputs) {
        return work(
                attempt(path),
                new Action.Python("train.py", function),
                List.of(inputs),
                new TreeMap<>(),
                true);
    }

    static Assignment shell(String path, String text, Argument... inputs) {
        return work(
                attempt(path),
                new Action.Program(List.of("sh", "-c", text), new LinkedHashMap<>()),
                List.of(inputs),
                new TreeMap<>(),
                false);
    }

    @Override
    public void close() throws IOException {
        worker.close();
    }
}
