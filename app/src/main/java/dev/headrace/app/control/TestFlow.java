package dev.headrace.app.control;

import dev.headrace.adapters.local.home.Home;
import dev.headrace.app.command.Command;
import dev.headrace.app.command.Given;
import dev.headrace.app.command.Shape;
import dev.headrace.app.command.Surroundings;
import dev.headrace.app.testing.CaseResult;
import dev.headrace.app.testing.Difference;
import dev.headrace.app.testing.Differences;
import dev.headrace.app.testing.TestCode;
import dev.headrace.app.testing.TestReport;
import dev.headrace.app.text.Display;
import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonList;
import dev.headrace.codec.json.JsonNumber;
import dev.headrace.codec.json.JsonObject;
import dev.headrace.codec.json.JsonText;
import dev.headrace.engine.explain.Explain;
import dev.headrace.engine.run.NodeState;
import dev.headrace.frontends.tests.Expectation;
import dev.headrace.frontends.tests.Reply;
import dev.headrace.frontends.tests.TestCase;
import dev.headrace.frontends.tests.TestCase.Replaced;
import dev.headrace.frontends.tests.TestDocument;
import dev.headrace.frontends.yaml.YamlTests;
import dev.headrace.runtime.view.RunDocument;
import dev.headrace.spec.flow.InvalidSpec;
import dev.headrace.spec.flow.Nearest;
import dev.headrace.spec.flow.Problem;
import dev.headrace.spec.flow.Wait;
import dev.headrace.spec.run.Awaited;
import dev.headrace.spec.run.NodePath;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code headrace test FILE}: plays a flow as its tests say, and compares what comes of it. */
public final class TestFlow implements Command {
    private static final List<String> ENDS = List.of(".test.yaml", ".test.yml");
    private static final int WHYS_MAX = 1_000;

    @Override
    public String name() {
        return "test";
    }

    @Override
    public String purpose() {
        return "plays a flow as its tests say: tasks replaced, time skipped, results compared";
    }

    @Override
    public Shape shape() {
        return new Shape()
                .required(
                        "FILE",
                        "a test document, NAME.test.yaml, or a flow that has one beside or in it")
                .values("NAME", "only this case", "--case")
                .value("N", "cpus that tasks may use at once; else all of this machine", "--slots")
                .flag("for headrace.testing: speaks with a test on standard input", "--link")
                .json();
    }

    /** Test documents, and where the flows that they name are looked for. */
    private record Found(String shown, Path folder, TestDocument tests) {}

    @Override
    public int run(Given given, Surroundings here) {
        try {
            return given.flag("--link") ? linked(given, here) : documents(given, here);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // Documents

    private static int documents(Given given, Surroundings here) throws IOException {
        boolean passed = true;
        List<Json> all = new ArrayList<>();
        List<Found> found = found(given.required(0), here);
        List<String> cases = given.values("--case");
        checkCases(found, cases);
        for (Found one : found) {
            TestReport report = new TestReport(one.shown());
            play(given, here, one, cases, report);
            passed &= report.passed();
            all.add(report.document());
            if (!given.json()) {
                here.terminal().out().print(report.summary());
            }
        }
        if (given.json()) {
            here.terminal().out().println(JsonObject.of("documents", new JsonList(all)).compact());
        }
        return passed ? 0 : 1;
    }

    private static List<Found> found(String word, Surroundings here) {
        Path path = here.folder().resolve(word).normalize();
        FlowFile file = FlowFile.of(word, here.folder());
        if (ENDS.stream().anyMatch(word::endsWith)) {
            return List.of(new Found(word, file.folder(), YamlTests.read(path, word)));
        }
        List<Found> found = new ArrayList<>();
        if (!file.isPython()) {
            YamlTests.inside(file.path(), file.shown())
                    .ifPresent(tests -> found.add(new Found(file.shown(), file.folder(), tests)));
        }
        int dot = file.shown().lastIndexOf('.');
        for (String end : ENDS) {
            String beside = file.shown().substring(0, Math.max(dot, 0)) + end;
            Path there = here.folder().resolve(beside).normalize();
            if (Files.isRegularFile(there)) {
                found.add(new Found(beside, file.folder(), YamlTests.read(there, beside)));
            }
        }
        if (found.isEmpty()) {
            throw new InvalidSpec(
                    Problem.at(file.shown(), "HR-0455", "this flow has no tests")
                            .because("no NAME.test.yaml lies beside it, and no tests: are in it")
                            .mend("docs/guide/testing.md shows how to write them"));
        }
        return found;
    }

    private static void checkCases(List<Found> found, List<String> wanted) {
        List<String> names =
                found.stream()
                        .flatMap(one -> one.tests().cases().stream())
                        .map(TestCase::name)
                        .toList();
        for (String name : wanted) {
            if (!names.contains(name)) {
                throw new InvalidSpec(
                        Problem.at("", "HR-0455", "there is no case '" + name + "'")
                                .because("the cases are " + String.join(", ", names))
                                .mend(
                                        Nearest.to(name, names)
                                                .map(near -> "did you mean '" + near + "'?")
                                                .orElse("leave --case away to play all")));
            }
        }
    }

    private static void play(
            Given given, Surroundings here, Found found, List<String> wanted, TestReport report)
            throws IOException {
        Path folder = Files.createTempDirectory("headrace-test-");
        try (Display display = Display.on(here.terminal(), given.verbose())) {
            Home home = Home.at(folder).make();
            Home store = here.home(given);
            FlowFile file = FlowFile.of(found.tests().flow(), found.folder());
            int slots = RunFlow.slots(given);
            try (TestRuns runs = new TestRuns(here, file, home, slots, display::notice)) {
                found.tests().cases().forEach(runs::check);
                for (TestCase test : found.tests().cases()) {
                    if (wanted.isEmpty() || wanted.contains(test.name())) {
                        RecordedRuns records = new RecordedRuns(store, found.folder(), home);
                        CaseResult result = play(runs, home, test, records);
                        report.add(result);
                        if (!given.json()) {
                            here.terminal()
                                    .out()
                                    .print(
                                            TestReport.text(
                                                    result, here.terminal().outIsColoured()));
                            here.terminal().out().flush();
                        }
                    }
                }
            }
        } finally {
            remove(folder);
        }
    }

    private static CaseResult play(TestRuns runs, Home home, TestCase test, RecordedRuns records)
            throws IOException {
        long began = System.nanoTime();
        TestCode none =
                (_, _, _) -> {
                    throw new IllegalStateException("a document has no code");
                };
        try {
            Trial.Played played = runs.play(test, none, records);
            return new CaseResult(
                    test.name(),
                    differences(test, played, document(played, home)),
                    shown(played),
                    played.skipped(),
                    Duration.ofNanos(System.nanoTime() - began));
        } catch (InvalidSpec wrong) {
            return new CaseResult(
                    test.name(),
                    wrong.problems().stream().map(problem -> difference(test, problem)).toList(),
                    JsonObject.EMPTY,
                    Duration.ZERO,
                    Duration.ofNanos(System.nanoTime() - began));
        }
    }

    private static Difference difference(TestCase test, Problem problem) {
        return new Difference(
                problem.place().isEmpty() ? test.place() : problem.place(),
                problem.code(),
                "",
                problem.what() + (problem.why().isEmpty() ? "" : " (" + problem.why() + ")"));
    }

    private static List<Difference> differences(
            TestCase test, Trial.Played played, JsonObject document) {
        List<Difference> differences = new ArrayList<>();
        if (played.end() != Trial.End.OVER && !mayWait(test, played)) {
            differences.add(new Difference(test.place(), code(played), "", open(played)));
        }
        differences.addAll(
                new Differences(document, played.skipped(), path -> why(played, path))
                        .of(test.expected()));
        for (Replaced unused : played.unusedReplacements()) {
            differences.add(
                    new Difference(
                            unused.place(),
                            "HR-0456",
                            "",
                            "'" + unused.task() + "' is replaced and never ran"));
        }
        for (Reply unused : played.unusedReplies()) {
            differences.add(
                    new Difference(
                            unused.place(),
                            "HR-0456",
                            "",
                            "'" + unused.waiter() + "' is answered and nothing waited for it"));
        }
        return differences;
    }

    /** Whether the test expects that the run waits. */
    private static boolean mayWait(TestCase test, Trial.Played played) {
        return played.end() == Trial.End.UNANSWERED
                && test.expected().stream()
                        .anyMatch(one ->
                                one.path().isEmpty()
                                        && one.aspect() == Expectation.Aspect.STATE
                                        && one.value().equals(new JsonText("waiting")));
    }

    private static String code(Trial.Played played) {
        return played.end() == Trial.End.UNANSWERED ? "HR-0452" : "HR-0453";
    }

    private static String open(Trial.Played played) {
        List<String> open = played.open().stream().map(TestFlow::open).toList();
        return played.end() == Trial.End.UNANSWERED
                ? "nobody answers: " + String.join(", ", open)
                : "it takes too long: " + (open.isEmpty() ? "it goes on" : String.join(", ", open));
    }

    private static String open(NodeState node) {
        String name = node.path().isRoot() ? "the flow itself" : node.path().text();
        if (node.spec() instanceof Wait(Awaited what)) {
            return switch (what) {
                case Awaited.Signal(String signal, _) ->
                        name + " waits for the signal '" + signal + "'";
                case Awaited.Approval _ -> name + " waits for an approval";
                case Awaited.After _, Awaited.Until _ -> name + " waits for a time";
            };
        }
        return name + " runs";
    }

    private static Optional<String> why(Trial.Played played, String path) {
        if (path.isEmpty()) {
            return Optional.of(Explain.run(played.state(), played.now()).sentence());
        }
        NodePath node = new NodePath(path);
        return played.state()
                .tree()
                .find(node)
                .map(_ ->
                        Explain.node(played.state(), Optional.empty(), node, played.now())
                                .sentence());
    }

    private static JsonObject document(Trial.Played played, Home home) {
        return object(
                RunDocument.encoded(
                                played.state(),
                                played.reading().view(),
                                false,
                                home.root().toString())
                        .text());
    }

    private static JsonObject shown(Trial.Played played) {
        return object(RunDocument.shown(played.state(), played.reading().view(), false).text());
    }

    private static JsonObject object(String text) {
        return Json.read(text) instanceof JsonObject object ? object : JsonObject.EMPTY;
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    // A test in another process

    private static int linked(Given given, Surroundings here) throws IOException {
        TestLink link =
                new TestLink(
                        new BufferedReader(
                                new InputStreamReader(System.in, StandardCharsets.UTF_8)),
                        here.terminal().out());
        TestCase test = link.plan();
        Home home = here.home(given).make();
        FlowFile file = FlowFile.of(given.required(0), here.folder());
        try (Display display = Display.on(here.terminal(), given.verbose());
                TestRuns runs =
                        new TestRuns(here, file, home, RunFlow.slots(given), display::notice)) {
            runs.check(test);
            RecordedRuns records = new RecordedRuns(home, here.folder(), home);
            Trial.Played played = runs.play(test, link, records);
            link.done(done(played, home));
        }
        return 0;
    }

    private static JsonObject done(Trial.Played played, Home home) {
        JsonObject why = JsonObject.EMPTY.with("", why(played, "").orElse(""));
        List<NodeState> tasks = RunDocument.tasks(played.state());
        if (tasks.size() <= WHYS_MAX) {
            var members = new LinkedHashMap<>(why.members());
            for (NodeState task : tasks) {
                String path = task.path().text();
                why(played, path).ifPresent(said -> members.put(path, new JsonText(said)));
            }
            why = new JsonObject(members);
        }
        return JsonObject.EMPTY
                .with("run", document(played, home))
                .with("end", played.end().name().toLowerCase(Locale.ROOT))
                .with("open", JsonList.ofTexts(played.open().stream().map(TestFlow::open).toList()))
                .with(
                        "skipped",
                        new JsonNumber(Double.toString(played.skipped().toMillis() / 1_000.0)))
                .with(
                        "unused",
                        JsonList.ofTexts(
                                Stream.concat(
                                                played.unusedReplacements().stream()
                                                        .map(Replaced::task),
                                                played.unusedReplies().stream().map(Reply::waiter))
                                        .toList()))
                .with("why", why);
    }
}
