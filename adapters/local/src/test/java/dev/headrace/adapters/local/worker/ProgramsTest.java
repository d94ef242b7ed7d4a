package dev.headrace.adapters.local.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.spec.flow.Action;
import dev.headrace.spec.run.Argument;
import dev.headrace.spec.run.Ending;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Value;
import dev.headrace.spi.worker.Assignment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs: what they are given, and what they leave. */
class ProgramsTest {
    @TempDir Path folder;
    private Bench bench;

    @BeforeEach
    void open() throws IOException {
        bench = new Bench(folder, 2, "").begin();
    }

    @AfterEach
    void close() throws IOException {
        bench.close();
    }

    private Ending run(Assignment assignment) {
        bench.worker.assign(List.of(assignment));
        return bench.reports.end(assignment.attempt());
    }

    private static Argument argument(String name, String json) {
        return Argument.of(name, new Value(json));
    }

    private String shown(String text, Argument... arguments) throws IOException {
        Ending ending = run(Bench.shell("show", text, arguments));
        assertThat(ending.outcome()).isEqualTo(new Outcome.Succeeded(Value.NULL));
        return Files.readString(bench.runFolder.resolve(ending.log().orElseThrow().file())).strip();
    }

    private static Failure failure(Ending ending) {
        if (ending.outcome() instanceof Outcome.Failed(Failure failure)) {
            return failure;
        }
        throw new AssertionError("not failed: " + ending);
    }

    @Test
    void inputs_are_variables() throws IOException {
        assertThat(
                        shown(
                                "printf '%s|' \"$a\" \"$b\" \"$c\" \"$d\" \"$e\"",
                                argument("a", "\"a \\\"text\\\"\\n\""),
                                argument("b", "12"),
                                argument("c", "{\"$\":\"float\",\"v\":\"1.0\"}"),
                                argument("d", "[1,{\"k\":null}]"),
                                argument("e", "true")))
                .isEqualTo("a \"text\"\n|12|1.0|[1,{\"k\":null}]|true|");
    }

    @Test
    void holes_are_filled_everywhere_in_them() {
        NodePath path = new NodePath("other");
        TreeMap<NodePath, Value> results = new TreeMap<>();
        results.put(path, new Value("\"x\""));
        Assignment plain = Bench.shell("t", "echo \"$a $b\" > $PLACE/out");
        String hole = "{\"$\":\"ref\",\"task\":\"other\"}";
        List<Argument> inputs =
                List.of(
                        new Argument("a", new Value(hole), List.of(path), Argument.Spread.NAMED),
                        new Argument(
                                "b",
                                new Value("[1,{\"k\":" + hole + "}]"),
                                List.of(path),
                                Argument.Spread.NAMED));
        run(Bench.work(plain.attempt(), plain.action(), inputs, results, false));
        assertThat(folder.resolve("out")).hasContent("x [1,{\"k\":\"x\"}]");
    }

    @Test
    void it_knows_which_attempt_it_is_and_has_the_controllers_environment() throws IOException {
        assertThat(shown("echo $HEADRACE_RUN $HEADRACE_TASK $HEADRACE_ATTEMPT $PLACE; pwd"))
                .isEqualTo("run00001 show 1 " + folder + "\n" + folder);
    }

    @Test
    void an_actions_environment_counts_for_more_than_the_controllers() {
        LinkedHashMap<String, String> env = new LinkedHashMap<>();
        env.put("PLACE", "here");
        Assignment plain = Bench.shell("t", "");
        Action action =
                new Action.Program(
                        List.of("sh", "-c", "echo \"[\\\"$PLACE\\\"]\" > $HEADRACE_OUTPUT"), env);
        assertThat(
                        run(Bench.work(plain.attempt(), action, List.of(), new TreeMap<>(), false))
                                .outcome())
                .isEqualTo(new Outcome.Succeeded(new Value("[\"here\"]")));
    }

    @Test
    void what_no_variable_can_be_is_refused_before_it_begins() {
        Failure name = failure(run(Bench.shell("n", "touch $PLACE/ran", argument("a-b", "1"))));
        assertThat(name.message()).contains("'a-b'");
        String large = "\"" + "x".repeat(ProgramInputs.INPUT_MAX + 1) + "\"";
        Failure size = failure(run(Bench.shell("s", "touch $PLACE/ran", argument("a", large))));
        assertThat(size.kind()).isEqualTo(Failure.Kind.LIMIT);
        assertThat(size.message()).contains("100001 bytes");
        String most = "\"" + "x".repeat(ProgramInputs.INPUT_MAX) + "\"";
        assertThat(run(Bench.shell("m", "echo ${#a}", argument("a", most))).outcome())
                .isEqualTo(new Outcome.Succeeded(Value.NULL));
        assertThat(folder.resolve("ran")).doesNotExist();
    }

    @Test
    void its_output_is_its_result() {
        String text = "printf '{\"a\": 1.0, \"b\": [0.5, 9007199254740993]}\\n' > $HEADRACE_OUTPUT";
        assertThat(run(Bench.shell("t", text)).outcome())
                .isEqualTo(
                        new Outcome.Succeeded(
                                new Value(
                                        "{\"a\":{\"$\":\"float\",\"v\":\"1.0\"},\"b\":[0.5,"
                                                + "{\"$\":\"int\",\"v\":\"9007199254740993\"}]}")));
    }

    @Test
    void a_large_output_is_stored_and_can_be_given_on() throws IOException {
        String text = "printf '[\"%05000d\"]' 7 > $HEADRACE_OUTPUT";
        Ending ending = run(Bench.shell("t", text));
        if (!(ending.outcome() instanceof Outcome.Succeeded(Value value))) {
            throw new AssertionError(ending.toString());
        }
        assertThat(value.json())
                .startsWith(
                        "{\"$\":\"stored\",\"type\":\"list\",\"encoding\":\"json\",\"size\":5004,"
                                + "\"digest\":\"sha256:");
        assertThat(shown("echo ${#a}", argument("a", value.json()))).isEqualTo("5004");
        try (Stream<Path> left = Files.list(bench.runFolder.resolve("output"))) {
            assertThat(left).isEmpty();
        }
        try (Stream<Path> kept = Files.list(folder.resolve("artifacts"))) {
            assertThat(kept).allMatch(Files::isDirectory).hasSize(1);
        }
    }

    @Test
    void what_is_no_json_cannot_be_kept() {
        for (String text :
                List.of("hello", "[1,", "{\"a\":1,\"a\":2}", "1 2", "{\"$\":\"x\"}", "NaN")) {
            Assignment plain =
                    Bench.shell(
                            "t" + text.length(), "printf '%s' '" + text + "' > $HEADRACE_OUTPUT");
            Failure failure = failure(run(plain));
            assertThat(failure.kind()).as(text).isEqualTo(Failure.Kind.VALUE);
            bench.worker.acknowledge(Bench.RUN, plain.attempt());
            bench.reports.clear();
        }
    }

    @Test
    void a_failure_is_told_by_the_last_line() throws IOException {
        Ending ending = run(Bench.shell("a/b c", "echo one; echo two >&2; echo; exit 3"));
        Failure failure = failure(ending);
        assertThat(failure.kind()).isEqualTo(Failure.Kind.USER);
        assertThat(failure.type()).isEqualTo("exit 3");
        assertThat(failure.message()).isEqualTo("two");
        assertThat(ending.log()).hasValue(new Ending.Log("log/a=2f=b=20=c.1.log", 0, 9));
    }

    @Test
    void what_cannot_be_started_is_told() {
        Assignment plain = Bench.shell("t", "");
        Action action = new Action.Program(List.of("no-such-program"), new LinkedHashMap<>());
        Failure failure =
                failure(
                        run(
                                Bench.work(
                                        plain.attempt(),
                                        action,
                                        List.of(),
                                        new TreeMap<>(),
                                        false)));
        assertThat(failure.type()).isEqualTo("CannotStart");
        assertThat(failure.message())
                .isEqualTo(
                        "its program cannot be started: no-such-program: No such file or directory");
    }
}
