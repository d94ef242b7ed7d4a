package dev.headrace.adapters.local.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.adapters.local.link.Frame;
import dev.headrace.spec.flow.Action;
import dev.headrace.spec.flow.Resources;
import dev.headrace.spec.run.Argument;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Value;
import dev.headrace.spec.run.WorkerId;
import dev.headrace.spi.worker.Assignment;
import dev.headrace.spi.worker.Report;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The golden conversations of the runner link, from the worker's side. */
class TranscriptsTest {
    private static final Path FOLDER = Path.of("../../sdk/python/tests/transcripts");
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir Path folder;
    private Jobs jobs;
    private Runner runner;

    static List<Path> transcripts() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<Path> found =
                    files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
            assertThat(found).isNotEmpty();
            return found;
        }
    }

    @BeforeEach
    void open() {
        Setup setup =
                new Setup(
                        new WorkerId("w"),
                        1,
                        Path.of("python3"),
                        folder,
                        folder,
                        folder,
                        Map.of(),
                        folder.resolve("log"));
        jobs = new Jobs();
        Runners runners = new Runners(setup, jobs, new Supervisor(setup, folder.resolve("link")));
        runner = new Runner("r", new RunnerLog(folder.resolve("r.log"), folder), jobs, runners);
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void the_worker_says_and_takes_them(Path file) throws IOException {
        String text =
                Files.readString(file)
                        .replace("{folder}", folder.toString())
                        .replace("{code}", folder.resolve("code").toString())
                        .replace("\"r-1\"", "\"" + Bench.RUN + "\"")
                        .replace("\"<int>\"", "7")
                        .replace("<hex16>", "0123456789abcdef");
        Map<String, Job> open = new HashMap<>();
        int taken = 0;
        for (JsonNode line : JSON.readTree(text).get("frames")) {
            JsonNode frame = line.get(1);
            String verb = frame.get(0).asString();
            if (line.get(0).asString().equals("worker")) {
                switch (verb) {
                    case "setup" ->
                            assertThat(JSON.readTree(new Tasks(run(frame.get(1))).setup()))
                                    .isEqualTo(frame);
                    case "tasks" -> tasks(frame, open);
                    default -> {}
                }
            } else if (!verb.equals("hello")) {
                try (Frame read =
                        new Frame(
                                JSON.writeValueAsString(frame).getBytes(StandardCharsets.UTF_8))) {
                    runner.frame(read.text(), read);
                }
                taken++;
            }
        }
        assertThat(taken).isPositive();
        if (!file.endsWith("give-back.json")) { // whose attempts all bear one name
            assertThat(jobs.take().stream().filter(Report.Ended.class::isInstance).count())
                    .isEqualTo(open.size());
        }
    }

    private void tasks(JsonNode frame, Map<String, Job> open) throws IOException {
        List<Job> batch = new ArrayList<>();
        for (JsonNode task : frame.get(1)) {
            Job job = jobs.add(assignment(task), task.get(0).asString());
            job.host = runner;
            open.put(job.name, job);
            batch.add(job);
        }
        Tasks tasks = new Tasks(run(JSON.readTree("{\"code\":[],\"path\":[]}")));
        assertThat(JSON.readTree(tasks.frame(batch))).isEqualTo(frame);
    }

    private static Assignment assignment(JsonNode task) {
        List<Argument> inputs = new ArrayList<>();
        for (JsonNode input : task.get(5)) {
            inputs.add(
                    new Argument(
                            input.get(0).asString(),
                            new Value(input.get(1).toString()),
                            List.of(),
                            switch (input.get(2).asString()) {
                                case "*" -> Argument.Spread.LIST;
                                case "**" -> Argument.Spread.OBJECT;
                                default -> Argument.Spread.NAMED;
                            }));
        }
        TreeMap<NodePath, Value> results = new TreeMap<>();
        task.get(6)
                .properties()
                .forEach(ref ->
                        results.put(
                                new NodePath(ref.getKey()), new Value(ref.getValue().toString())));
        return new Assignment(
                Bench.RUN,
                new AttemptId(new NodePath(task.get(1).asString()), task.get(2).asInt()),
                1,
                new Action.Python(task.get(3).asString(), task.get(4).asString()),
                new Resources(task.get(7).asInt() * 1_000, 0),
                inputs,
                results,
                false);
    }

    private RunSetup run(JsonNode said) {
        List<RunSetup.Module> code = new ArrayList<>();
        for (JsonNode module : said.get("code")) {
            code.add(
                    new RunSetup.Module(
                            module.get(0).asString(),
                            module.get(0).asString() + ".py",
                            Path.of(module.get(1).asString()),
                            Path.of(module.get(2).asString())));
        }
        List<Path> path = new ArrayList<>();
        said.get("path").forEach(entry -> path.add(Path.of(entry.asString())));
        return new RunSetup(
                Bench.RUN, "main", folder, folder, code, path, folder, folder.resolve("artifacts"));
    }
}
